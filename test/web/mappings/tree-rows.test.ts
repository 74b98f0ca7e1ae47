import { describe, expect, it } from 'vitest'
import type { MetadataObject } from '../../../src/web/api/mappings/mapping-contract.ts'
import { treeRows } from '../../../src/web/client/pages/mappings/tree-rows.ts'

const attribute = (name: string, target: string | null = null) => ({
  name,
  type: 'Edm.String',
  length: null,
  target,
  values: null,
})
const objects: Record<string, MetadataObject> = {
  Catalog_Партнеры: {
    set: 'Catalog_Партнеры',
    attributes: [attribute('Code'), attribute('Менеджер_Key', 'Catalog_Пользователи')],
    sections: [{ name: 'Контакты', attributes: [attribute('Номер'), attribute('Вид_Key', 'Catalog_Пользователи')] }],
  },
  Catalog_Пользователи: { set: 'Catalog_Пользователи', attributes: [attribute('Телефон')], sections: [] },
}
const tree = {
  kinds: [
    { kind: 'Catalog', names: ['Партнеры', 'Пользователи'] },
    { kind: 'Document', names: ['ДоговорПродажи'] },
  ],
  reason: null,
}
const rows = (open: string[], search = '') =>
  treeRows({
    tree,
    open: new Set(open),
    search,
    usedBy: new Map([['Catalog_Партнеры', ['client.yaml']]]),
    objectOf: (set) => objects[set],
  })

describe('the tree of a 1C base', () => {
  it('begins with kinds and opens into objects, marking those in use', () => {
    expect(rows(['Catalog']).map(({ title }) => title)).toEqual([
      'Справочники',
      'Партнеры',
      'Пользователи',
      'Документы',
    ])
    expect(rows(['Catalog'])[1]).toMatchObject({ insert: 'Catalog_Партнеры', usedBy: ['client.yaml'] })
  })

  it('inserts the whole path: through a reference, into a section, through a column', () => {
    const open = [
      'Catalog',
      'Catalog_Партнеры',
      'Catalog_Партнеры/Менеджер_Key',
      'Catalog_Партнеры/Контакты',
      'Catalog_Партнеры/Контакты/Вид_Key',
    ]
    const inserts = rows(open).map(({ insert }) => insert)
    expect(inserts).toEqual(
      expect.arrayContaining(['Code', 'Менеджер.Телефон', 'Контакты[].Номер', 'Контакты[].Вид.Телефон']),
    )
  })

  it('finds objects by any words of their names, technical or not', () => {
    expect(rows([], 'прод договор').map(({ title }) => title)).toEqual(['Документы', 'Договор продажи'])
    expect(rows([], 'ничего такого')).toEqual([])
  })

  it('says that attributes are on their way', () => {
    const open = treeRows({
      tree,
      open: new Set(['Catalog', 'Catalog_Партнеры']),
      search: '',
      usedBy: new Map(),
      objectOf: () => undefined,
    })
    expect(open.map(({ title }) => title)).toContain('Загружаем реквизиты…')
  })
})
