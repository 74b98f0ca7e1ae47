import { describe, expect, it } from 'vitest'
import type { MetadataObject } from '../../../src/web/api/mappings/mapping-contract.ts'
import { attributeAt, followPath } from '../../../src/web/client/pages/mappings/field-source.ts'

const attribute = (name: string, target: string | null = null) => ({
  name,
  type: 'Edm.String',
  length: null,
  target,
  values: null,
})
const objects: Record<string, MetadataObject> = {
  Document_Договор: {
    set: 'Document_Договор',
    attributes: [attribute('Number'), attribute('Квартира_Key', 'Catalog_Квартиры')],
    sections: [{ name: 'Покупатели', attributes: [attribute('Доля'), attribute('Партнер_Key', 'Catalog_Партнеры')] }],
  },
  Catalog_Квартиры: { set: 'Catalog_Квартиры', attributes: [attribute('Этаж')], sections: [] },
  Catalog_Партнеры: { set: 'Catalog_Партнеры', attributes: [attribute('ИНН')], sections: [] },
}
const objectOf = async (set: string) => objects[set] ?? null
const offered = async (path: string) => {
  const place = await followPath(path, 'Document_Договор', objectOf)
  return place && { names: place.attributes.map(({ name }) => name), from: place.from, inCondition: place.inCondition }
}

describe('a path that is being written', () => {
  it('begins with the attributes of the object', async () =>
    expect(await offered('Num')).toEqual({ names: ['Number', 'Квартира_Key'], from: 0, inCondition: false }))

  it('goes on through a reference, into a section and from its column', async () => {
    expect(await offered('Квартира.Эт')).toEqual({ names: ['Этаж'], from: 9, inCondition: false })
    expect(await offered('Покупатели[].')).toMatchObject({ names: ['Доля', 'Партнер_Key'], from: 13 })
    expect(await offered("Покупатели[Доля='1'].Партнер.")).toMatchObject({ names: ['ИНН'] })
  })

  it('knows the condition of a section', async () =>
    expect(await offered('Покупатели[До')).toEqual({ names: ['Доля', 'Партнер_Key'], from: 11, inCondition: true }))

  it('leads nowhere through what is no reference or no section', async () => {
    expect(await offered('Number.А')).toBeNull()
    expect(await offered('Нет[].А')).toBeNull()
    expect(await followPath('А', 'Document_Нет', objectOf)).toBeNull()
  })

  it('ends at an attribute', async () => {
    expect((await attributeAt('Квартира.Этаж', 'Document_Договор', objectOf))?.name).toBe('Этаж')
    expect(await attributeAt('Квартира.Нет', 'Document_Договор', objectOf)).toBeNull()
  })
})
