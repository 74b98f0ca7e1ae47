import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { modelView } from '../../../src/web/api/mappings/model-view.ts'
import { completeMapping } from '../../../src/web/client/pages/mappings/complete-mapping.ts'
import type { Known } from '../../../src/web/client/pages/mappings/known.ts'

const attribute = (name: string, more: { target?: string; values?: string[] } = {}) => ({
  name,
  type: 'Edm.String',
  length: null,
  target: more.target ?? null,
  values: more.values ?? null,
})
const objects = {
  Catalog_Партнеры: {
    set: 'Catalog_Партнеры',
    attributes: [
      attribute('Description'),
      attribute('ВидПартнера', { values: ['Частное', 'Юридическое'] }),
      attribute('Куратор_Key', { target: 'Catalog_Сотрудники' }),
    ],
    sections: [{ name: 'Контакты', attributes: [attribute('Номер')] }],
  },
  Catalog_Сотрудники: { set: 'Catalog_Сотрудники', attributes: [attribute('Телефон')], sections: [] },
  InformationRegister_Скидки: {
    set: 'InformationRegister_Скидки',
    attributes: [attribute('Партнер_Key', { target: 'Catalog_Партнеры' }), attribute('Процент')],
    sections: [],
  },
}
const known: Known = {
  model: modelView(),
  tree: { kinds: [{ kind: 'Catalog', names: ['Партнеры', 'Сотрудники'] }], reason: null },
  preview: {
    findings: [],
    entity: 'client',
    set: 'Catalog_Партнеры',
    table: null,
    fields: [
      { name: 'kind', from: 'ВидПартнера', line: 1, column: 1, lastLine: 1 },
      { name: 'name', from: 'Description', line: 1, column: 1, lastLine: 1 },
    ],
    source: null,
    gone: false,
    records: [],
    names: {},
    ms: 0,
  },
  objectOf: async (set) => objects[set as keyof typeof objects] ?? null,
}

const head = 'from: { set: Catalog_Партнеры }\nto: client\nfields:\n'

/** What is offered where `|` stands; null when nothing is. */
async function offered(marked: string): Promise<string[] | null> {
  const state = EditorState.create({ doc: marked.replace('|', '') })
  const result = await completeMapping(() => known)(new CompletionContext(state, marked.indexOf('|'), true))
  return result?.options.map(({ label }) => label) ?? null
}

describe('completion of a mapping file', () => {
  it('offers words of the language where words stand', async () => {
    expect(await offered('|')).toEqual(expect.arrayContaining(['from', 'to', 'fields', 'lookup']))
    expect(await offered('from: { |')).toEqual(expect.arrayContaining(['set', 'filter']))
    expect(await offered(`${head}  kind:\n    |`)).toEqual(expect.arrayContaining(['path', 'values', 'orElse']))
  })

  it('offers fields of the model that nothing fills yet', async () => {
    const fields = await offered(`${head}  |`)
    expect(fields).toEqual(expect.arrayContaining(['lastName', 'phones']))
    expect(fields).not.toContain('kind')
  })

  it('offers the registers beside the objects as sections, and their dimensions', async () => {
    const beside = (register: string) =>
      `from:\n  set: Catalog_Партнеры\n  registers:\n    Скидки:   # на партнёра\n      set: InformationRegister_Скидки\n      by: ${register}\n`
    expect(await offered(beside('|'))).toEqual(expect.arrayContaining(['Партнер_Key', 'Процент']))
    const text = `${beside('Партнер_Key')}to: client\nfields:\n`
    expect(await offered(`${text}  code: |`)).toEqual(expect.arrayContaining(['Description', 'Скидки[]']))
    expect(await offered(`${text}  code: Скидки[].|`)).toEqual(expect.arrayContaining(['Процент']))
    expect(await offered('from: { set: Catalog_Партнеры, registers: { Скидки: { |')).toEqual(['set', 'by', 'condition'])
  })

  it('offers names of 1C: sets, attributes, sections, what a reference leads to', async () => {
    expect(await offered('from:\n  set: |')).toEqual(['Catalog_Партнеры', 'Catalog_Сотрудники'])
    expect(await offered(`${head}  lastName: |`)).toEqual(
      expect.arrayContaining(['Description', 'Куратор_Key', 'Куратор.', 'Контакты[]']),
    )
    expect(await offered(`${head}  lastName: Куратор.|`)).toEqual(['Телефон'])
    expect(await offered(`${head}  phones:\n    path: Контакты[].|`)).toEqual(['Номер'])
    expect(await offered(`${head}  schedule:\n    rows: |`)).toEqual(['Контакты'])
  })

  it('offers values of both sides, converters and when the hub writes', async () => {
    expect(await offered(`${head}  kind:\n    values: { |`)).toEqual(['Частное', 'Юридическое'])
    expect(await offered(`${head}  kind:\n    values: { Частное: |`)).toEqual(['person', 'company'])
    expect(await offered(`${head}  kind:\n    back: { person: |`)).toEqual(['Частное', 'Юридическое'])
    expect(await offered(`${head}  name: { as: |`)).toContain('fullName')
    expect(await offered(`${head}  name: { write: |`)).toEqual(['create', 'always'])
  })

  it('offers attributes inside formulas and conditions, by the name the formula ends with', async () => {
    expect(await offered(`${head}  name: { compute: "text(Descr|`)).toContain('Description')
    expect(await offered(`${head}  name: { compute: "Description + Куратор.|`)).toEqual(['Телефон'])
    expect(await offered("when: ВидПартнера != 'Частное' && Оп|")).toContain('Description')
  })

  it('says nothing where anything may stand', async () => {
    expect(await offered('from: { http: /hs/|')).toBeNull()
    expect(await offered(`${head}  name: { path: Нет.|`)).toBeNull()
  })
})
