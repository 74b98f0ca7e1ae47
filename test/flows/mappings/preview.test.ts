import { describe, expect, it } from 'vitest'
import { previewMapping } from '../../../src/flows/mappings/preview.ts'
import { liveMappings } from '../../../src/mapping/live-mappings.ts'
import type { RawRecord } from '../../../src/model/raw.ts'

const used = `from: { set: Catalog_Площадки }
to: adPlatform
fields:
  ref: Ref_Key
  code: Code
  name: Description
  channel: { path: Канал, values: { Сеть: social }, default: other }
`
const record: RawRecord = {
  Ref_Key: '00000000-0000-4000-8000-000000000001',
  Code: '01',
  Description: 'Площадка',
  Канал: 'Сеть',
  Псевдоним: 'place',
}
const timezone = 'Europe/Moscow'
const hub = {
  mappings: liveMappings({ 'ad.yaml': used }, { timezone }),
  config: { onec: { timezone } },
}
const preview = (text: string, records = [record], set = 'Catalog_Площадки') =>
  previewMapping(hub, { file: 'ad.yaml', text, sample: { set, records } })

describe('a preview of an edited mapping', () => {
  it('of an unchanged text changes nothing', () => {
    const { findings, records } = preview(used)
    expect(findings).toEqual([])
    expect(Object.values(records[0]?.cells ?? {}).filter(({ changed }) => changed)).toEqual([])
  })

  it('shows what a field was and would be, and leaves the others alone', () => {
    const { records } = preview(used.replace('name: Description', 'name: Псевдоним'))
    expect(records[0]?.cells.name).toEqual({
      before: { value: 'Площадка', error: null },
      after: { value: 'place', error: null },
      changed: true,
    })
    expect(records[0]?.cells.code?.changed).toBe(false)
  })

  it('puts every bad value at its own cell, and reads the good ones all the same', () => {
    const text = used.replace(', default: other', '').replace('code: Code', 'code: { path: Нет, required: true }')
    const { records } = preview(text, [record, { ...record, Канал: 'Новый' }])
    expect(records[1]?.cells.channel?.after).toEqual({ value: null, error: 'Значения «Новый» нет в таблице values.' })
    expect(records[1]?.cells.code?.after?.error).toMatch(/не заполнено/)
    expect(records[1]?.cells.name?.after?.value).toBe('Площадка')
    expect(records[0]?.cells.channel?.after?.value).toBe('social')
  })

  it('shows an error of the text at the field it is in', () => {
    const { findings, mapping, records } = preview(used.replace('default: other', 'default: nowhere'))
    expect(findings).not.toEqual([])
    expect(mapping).not.toBeNull()
    expect(records[0]?.cells.channel?.after?.error).toContain('nowhere')
    expect(records[0]?.cells.name?.after?.value).toBe('Площадка')
  })

  it('shows what is in use while the text cannot be read at all', () => {
    const { mapping, records } = preview('from: {')
    expect(mapping).toBeNull()
    expect(records[0]?.cells.name).toEqual({ before: { value: 'Площадка', error: null }, after: null, changed: false })
  })

  it('tells records the edit no longer takes', () => {
    const { records } = preview(used.replace('Catalog_Площадки }', 'Catalog_Площадки, only: { Канал: Другой } }'))
    expect(records[0]?.skipped).toEqual({ before: false, after: true })
  })

  it('of another object shows its own records alone, and none of the object before', () => {
    const other = used.replace('Catalog_Площадки', 'Catalog_Источники')
    expect(preview(other).records).toEqual([])
    const [own] = preview(other, [record], 'Catalog_Источники').records
    expect(own?.cells.name).toEqual({ before: null, after: { value: 'Площадка', error: null }, changed: false })
  })

  it('says where each field stands and what it is taken from', () => {
    expect(preview(used).places).toContainEqual({ name: 'channel', from: 'Канал', line: 7, column: 3, lastLine: 7 })
  })
})
