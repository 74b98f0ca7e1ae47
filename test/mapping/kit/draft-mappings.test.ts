import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { publishedSets } from '../../../src/connectors/onec/published-sets.ts'
import { compileMappings } from '../../../src/mapping/index.ts'
import { shapeOf } from '../../../src/mapping/infobase/shape.ts'
import { type Draft, draftMappings } from '../../../src/mapping/kit/draft-mappings.ts'
import { guessCount, guessOption, titlesOf } from '../../../src/mapping/kit/guess-option.ts'
import { partnersConfiguration } from '../../../src/twin/demo/partners/partners-configuration.ts'
import {
  type AttributeType,
  type Configuration,
  enumOf,
  number,
  ref,
} from '../../../src/twin/infobase/configuration.ts'
import { metadataXml } from '../../../src/twin/infobase/render/metadata.ts'
import { deriveSchema } from '../../../src/twin/infobase/schema.ts'
import { demoXml } from '../infobase/base.ts'
import { accountingBase, builderBase, tradeBase } from './foreign-bases.ts'

async function draft(xml: string) {
  async function* once() {
    yield xml
  }
  const metadata = await readMetadata(once())
  const schema = publishedSets(metadata)
  return { drafts: draftMappings(shapeOf(metadata), schema), schema }
}

const draftOf = async (configuration: Configuration) => (await draft(metadataXml(deriveSchema(configuration)))).drafts

function share(drafts: readonly Draft[]): number {
  const sum = (pick: (draft: Draft) => number) => drafts.reduce((total, one) => total + pick(one), 0)
  const found = sum(({ fields }) => fields.found + fields.unsure)
  return found / (found + sum(({ fields }) => fields.missing))
}

const fieldsOf = (drafts: readonly Draft[], file: string): Record<string, unknown> =>
  parse(drafts.find((one) => one.file === file)?.text ?? '').fields

test('of the base of the distribution at least nine tenths of its own mapping files come out the same', async () => {
  const { drafts, schema } = await draft(demoXml)
  let [same, all] = [0, 0]
  for (const { file, text } of drafts) {
    const own = parse(readFileSync(new URL(`../../../mappings/${file}`, import.meta.url), 'utf8'))
    const proposed = parse(text)
    expect([file, proposed.from.set]).toEqual([file, own.from.set])
    const full = (field: unknown) => (typeof field === 'string' ? { path: field } : field)
    for (const [name, field] of Object.entries<Record<string, unknown>>(own.fields)) {
      const wanted = full(field) as Record<string, unknown>
      const got = full(proposed.fields[name]) as Record<string, unknown> | undefined
      all += 1
      if (got && got.path === wanted.path && got.rows === wanted.rows && got.write === wanted.write) same += 1
    }
  }
  expect(same / all).toBeGreaterThan(0.9)
  const files = drafts.map(({ file, text }) => ({ name: file, text }))
  const mappings = compileMappings(files, { timezone: 'Europe/Moscow' })
  mappings.check(schema)
  expect(mappings.findings.filter(({ level }) => level === 'error')).toEqual([])
})

test('another configuration starts from far more than seventy per cent, and passes lint', async () => {
  const drafts = await draftOf(partnersConfiguration)
  expect(share(drafts)).toBeGreaterThan(0.9)
  expect(drafts.flatMap(({ errors }) => errors)).toEqual([])
  expect(fieldsOf(drafts, 'deal.yaml')).toMatchObject({
    clientRefs: "Стороны[Роль='Покупатель'].Участник_Key",
    unitRef: { path: 'Предмет', type: 'Catalog_ОбъектыНедвижимости' },
    terminated: { compute: "Состояние == 'Расторгнут'" },
    schedule: { rows: 'ЭтапыОплаты', fields: { dueOn: 'СрокОплаты', amount: 'СуммаЭтапа' } },
  })
})

test('so does a trade configuration with a sales office of its own prefix in it', async () => {
  const drafts = await draftOf(tradeBase)
  expect(share(drafts)).toBeGreaterThan(0.9)
  expect(drafts.flatMap(({ errors }) => errors)).toEqual([])
  expect(drafts.map(({ entity, set }) => [entity, set])).toContainEqual(['client', 'Catalog_Партнеры'])
  expect(fieldsOf(drafts, 'client.yaml')).toMatchObject({
    lastName: 'рн_Фамилия',
    phones: { path: "КонтактнаяИнформация[Тип='Телефон'].НомерТелефона", orElse: 'Представление' },
  })
  expect(fieldsOf(drafts, 'interaction.yaml')).toMatchObject({
    answered: { path: 'рн_ПропущенныйЗвонок', values: { true: false, false: true }, write: 'always' },
    direction: { path: 'Входящий', values: { true: 'in', false: 'out' }, write: 'always' },
  })
})

test('and an accounting one, where contracts are a directory; what it does not have is said in the file', async () => {
  const drafts = await draftOf(accountingBase)
  expect(share(drafts)).toBeGreaterThan(0.75)
  expect(drafts.flatMap(({ errors }) => errors)).toEqual([])
  expect(drafts.find(({ entity }) => entity === 'campaign')).toMatchObject({ set: null, text: '' })
  expect(drafts.find(({ entity }) => entity === 'deal')?.set).toBe('Catalog_ДоговорыКонтрагентов')
  const platform = drafts.find(({ entity }) => entity === 'adPlatform')?.text
  expect(platform).toContain('# channel: Канал — не нашлось; искали Канал, ТипКанала')
  expect(platform).toContain('пока у всех «другое»')
  expect(fieldsOf(drafts, 'deal.yaml')).toMatchObject({ posted: { default: true }, clientRefs: 'Owner_Key' })
})

test('clients are whom contracts and bookings refer to, though persons bear the more usual name', async () => {
  const drafts = await draftOf(builderBase)
  expect(drafts.find(({ entity }) => entity === 'client')?.set).toBe('Catalog_КлиентыКомпании')
  expect(fieldsOf(drafts, 'booking.yaml')).toMatchObject({
    clientRef: 'Клиент_Key',
    state: { path: 'БроньСнята', values: { true: 'cancelled', false: 'active' } },
  })
  expect(fieldsOf(drafts, 'unit.yaml')).toMatchObject({ status: { values: { ДоговорЗаключен: 'sold' } } })
  expect(fieldsOf(drafts, 'manager.yaml').login).toBeUndefined()
})

test('of rows whose kind nobody tells only the column for such contacts is read', async () => {
  const { phones, emails } = fieldsOf(await draftOf(builderBase), 'client.yaml')
  expect(phones).toEqual({ path: 'КонтактнаяИнформация[].НомерТелефона', write: 'create' })
  expect(emails).toBe('КонтактнаяИнформация[].АдресЭП')
})

test('of a base that has nothing to do with property the clients are found, and nothing is made up of the rest', async () => {
  const { drafts } = await draft(
    readFileSync(new URL('../../fixtures/1c/metadata/small-2016.edmx.xml', import.meta.url), 'utf8'),
  )
  const found = drafts.filter(({ set }) => set !== null)
  expect(found.map(({ entity, set, errors }) => [entity, set, errors])).toEqual([['client', 'Catalog_Контрагенты', []]])
  expect(fieldsOf(drafts, 'client.yaml')).toMatchObject({
    name: { path: 'Description', write: 'create' },
    kind: { path: 'Вид', values: { ФизЛицо: 'person', ЮрЛицо: 'company' } },
  })
  expect(drafts.filter(({ text }) => text !== '')).toEqual(found)
})

/** Units kept as goods, their kind in an attribute of this name and type. */
const goods = (name: string, type: AttributeType, enums: Configuration['enums'] = {}): Configuration => ({
  name: 'Торговля',
  enums,
  objects: [
    { kind: 'Catalog', name: 'Здания', synonym: '', codeLength: 9, descriptionLength: 50, attributes: {} },
    { kind: 'Catalog', name: 'ВидыНоменклатуры', synonym: '', codeLength: 9, descriptionLength: 50, attributes: {} },
    {
      kind: 'Catalog',
      name: 'Номенклатура',
      synonym: '',
      codeLength: 9,
      descriptionLength: 50,
      attributes: { [name]: type, Здание: ref('Catalog_Здания'), Этаж: number(2), ОбщаяПлощадь: number(10, 2) },
    },
  ],
})

test('the kind of units kept as goods is that of the goods, in an enum or a directory', async () => {
  const kinds = ['Квартира', 'Паркинг', 'Кладовая']
  for (const name of ['ВидНоменклатуры', 'ТипНоменклатуры', 'ВидНедвижимости', 'рн_ФункциональноеНазначение']) {
    const drafts = await draftOf(goods(name, enumOf('Виды'), { Виды: [], [`${name}Перечисление`]: kinds }))
    expect(fieldsOf(drafts, 'unit.yaml')).toMatchObject({ kind: { path: name, values: { Паркинг: 'parking' } } })
  }
  const drafts = await draftOf(goods('ВидНоменклатуры', ref('Catalog_ВидыНоменклатуры')))
  expect(fieldsOf(drafts, 'unit.yaml')).toMatchObject({
    kind: { path: 'ВидНоменклатуры.Description', values: { Квартира: 'apartment' } },
  })
})

test('of two enums that fit alike one is taken with a question and the other named', async () => {
  const drafts = await draftOf(
    goods('ВидНоменклатуры', enumOf('ВидыНоменклатуры'), {
      ВидыНоменклатуры: ['Квартира', 'Паркинг', 'Офис'],
      ВидНоменклатур: ['Квартира', 'Паркинг', 'Кладовая'],
    }),
  )
  const { text = '', errors } = drafts.find(({ entity }) => entity === 'unit') ?? {}
  expect(errors).toEqual([])
  expect(text).toMatch(/kind: # \? \d+ %: .*перечисление выбрано по имени, есть похожие/)
  expect(text).toMatch(/# по именам подходит и перечисление «Вид[а-яёА-Я]+»: Квартира, Паркинг, (Офис|Кладовая)\n/)
})

test('values of enumerations are understood by their words', () => {
  const statuses = ['free', 'booked', 'sold', 'not_for_sale', 'pledged']
  const meant = ['Свободно', 'ВРезерве', 'Продан', 'НеВПродаже', 'СнятСПродажи', 'ВЗалогеУБанка', 'Фиолетовая']
  expect(meant.map((member) => guessOption(statuses, member)?.option ?? null)).toEqual([
    'free',
    'booked',
    'sold',
    'not_for_sale',
    'not_for_sale',
    'pledged',
    null,
  ])
  const kinds = ['apartment', 'studio', 'commercial', 'parking', 'storage']
  expect(titlesOf(kinds)).toMatchObject({ 'Машино-место': 'parking', 'Нежилое помещение': 'commercial' })
  expect(['Студия', 'Однокомнатная', 'Две', 'К3', 'Пентхаус'].map(guessCount)).toEqual([0, 1, 2, 3, null])
})
