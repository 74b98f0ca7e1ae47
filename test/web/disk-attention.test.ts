import { expect, test } from 'vitest'
import { Attention } from '../../src/web/api/contract.ts'
import { lowDisk } from '../../src/web/api/disk-attention.ts'

const now = new Date('2026-11-24T00:00:00.000Z')

test.each([
  [0.4, /не осталось места/, /осталось 0 МБ/],
  [511.9, /кончается место/, /осталось 511 МБ/],
])('%d MB left on the disk wait for a person', (freeMb, title, reason) => {
  const [row, ...more] = lowDisk('/srv/hub', freeMb, now)
  expect(more).toEqual([])
  expect(Attention.parse(row)).toMatchObject({
    title: expect.stringMatching(title),
    reason: expect.stringMatching(reason),
  })
})

test('a disk with room is nobody’s business', () => {
  expect(lowDisk('/srv/hub', 512, now)).toEqual([])
})
