import { describe, expect, it } from 'vitest'
import { createSamples, recordTitle } from '../../../src/flows/mappings/samples.ts'

const sample = (id: string) => ({ id, source: '', set: '', at: '', records: [], more: false })

describe('samples of records kept for a page', () => {
  it('are there as long as the page asks for them, and half an hour longer', () => {
    let minutes = 0
    const shelf = createSamples(() => new Date(minutes * 60_000))
    shelf.keep(sample('one'))
    for (const now of [20, 40, 60]) {
      minutes = now
      expect(shelf.get('one')).not.toBeNull()
    }
    minutes = 91
    expect(shelf.get('one')).toBeNull()
  })

  it('give way, the one longest out of use first, when there are too many', () => {
    const shelf = createSamples(() => new Date(0))
    for (let n = 0; n < 60; n++) shelf.keep(sample(String(n)))
    shelf.get('0')
    shelf.keep(sample('new'))
    expect([shelf.get('0')?.id, shelf.get('1'), shelf.get('2')?.id, shelf.get('new')?.id]).toEqual([
      '0',
      null,
      '2',
      'new',
    ])
  })
})

describe('the title of a record', () => {
  it.each([
    [{ Description: 'Иванов', Code: '1' }, 'Иванов'],
    [{ Number: '000000005', Date: '2026-11-24T10:00:00' }, '№ 000000005 от 24.11.2026'],
    [{ Period: '2026-11-24T00:00:00' }, 'от 24.11.2026'],
    [{ Code: '07 ' }, '07'],
    [{}, 'Запись'],
  ])('of %j is «%s»', (record, title) => expect(recordTitle(record)).toBe(title))
})
