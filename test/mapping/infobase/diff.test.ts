import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffShapes } from '../../../src/mapping/infobase/diff.ts'
import { type InfobaseShape, shapeHash } from '../../../src/mapping/infobase/shape.ts'
import { demoXml, readShape, shuffled } from './base.ts'

const demo = await readShape(demoXml)

const changed = (change: (shape: InfobaseShape) => void): InfobaseShape => {
  const copy = structuredClone(demo)
  change(copy)
  return copy
}

/** Gives an entry another name, in its place. */
const withName = <T>(record: Record<string, T>, from: string, to: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name === from ? to : name, value]))

function rename(shape: InfobaseShape, set: string, from: string, to: string, section?: string): void {
  const object = shape.objects[set]
  if (!object) throw new Error(set)
  if (section) object.sections[section] = withName(object.sections[section] ?? {}, from, to)
  else object.attributes = withName(object.attributes, from, to)
}

const told = (now: InfobaseShape) =>
  diffShapes(demo, now).map(({ kind, what, object, section, name, to }) =>
    [kind, what, [object, section, name].filter((part) => part !== null && part !== object).join('.') || object, to]
      .filter(Boolean)
      .join(' '),
  )

test('any order of the document, other white space and an enum declared twice are no change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      let state = seed | 1
      const pick = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
        return (state >>> 0) / 2 ** 32
      }
      const twice = demoXml.replace(/<EnumType\b[\s\S]*?<\/EnumType>/, '$&\n$&').replaceAll('\r\n', '\n   ')
      const now = await readShape(shuffled(twice, pick))
      expect(diffShapes(demo, now)).toEqual([])
      expect(shapeHash(now)).toBe(shapeHash(demo))
    }),
    { numRuns: 10 },
  )
})

const named = fc.stringMatching(/^[А-Я][а-я]{3,12}([А-Я][а-я]{2,8})?$/)
const places = Object.entries(demo.objects).flatMap(([set, { attributes, sections }]) => [
  ...Object.keys(attributes).map((name) => ({ set, section: undefined, name })),
  ...Object.entries(sections).flatMap(([section, columns]) =>
    Object.keys(columns).map((name) => ({ set, section, name })),
  ),
])

test('any one attribute under another name is that attribute renamed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), named, ({ set, section, name }, fresh) => {
      const to = name.endsWith('_Key') ? `${fresh}_Key` : fresh
      const owner = section ? demo.objects[set]?.sections[section] : demo.objects[set]?.attributes
      fc.pre(!Object.hasOwn(owner ?? {}, to) && !fresh.startsWith('Удалить'))
      const changes = diffShapes(
        demo,
        changed((shape) => rename(shape, set, name, to, section)),
      )
      expect(changes).toHaveLength(1)
      expect(changes[0]).toMatchObject({ kind: 'renamed', what: 'attribute', object: set, name, to })
    }),
  )
})

test('any one object under another name is one change, whatever refers to it', async () => {
  const sets = Object.keys(demo.objects).filter((set) => /^(Catalog|Document)_/.test(set))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sets), named, async (set, fresh) => {
      const to = `${set.split('_')[0]}_${fresh}`
      fc.pre(!demo.objects[to] && !fresh.startsWith('Удалить'))
      const whole = new RegExp(`(?<![\\p{L}])${set}(?![\\p{L}\\p{N}])`, 'gu')
      const changes = diffShapes(demo, await readShape(demoXml.replace(whole, to)))
      expect(changes.map(({ kind, what, name, to: now }) => [kind, what, name, now])).toEqual([
        ['renamed', 'object', set, to],
      ])
    }),
    { numRuns: 15 },
  )
})

test('any one section, enum or value of one under another name is renamed too', () => {
  const sections = Object.entries(demo.objects).flatMap(([set, object]) =>
    Object.keys(object.sections).map((section) => ({ set, section })),
  )
  const enums = Object.entries(demo.enums).filter(([, members]) => members.length > 1)
  fc.assert(
    fc.property(fc.constantFrom(...sections), fc.constantFrom(...enums), named, fc.nat(), (place, held, fresh, n) => {
      const [title, members] = held
      const member = members[n % members.length] ?? ''
      fc.pre(!fresh.startsWith('Удалить') && ![...Object.keys(demo.enums), ...members].includes(fresh))
      const found = (edit: (shape: InfobaseShape) => void) =>
        diffShapes(demo, changed(edit)).map(({ kind, what, name, to }) => [kind, what, name, to])
      expect(
        found((shape) => {
          const object = shape.objects[place.set]
          if (object) object.sections = withName(object.sections, place.section, fresh)
        }),
      ).toEqual([['renamed', 'section', place.section, fresh]])
      expect(
        found((shape) => {
          shape.enums = withName(shape.enums, title, fresh)
        }),
      ).toEqual([['renamed', 'enum', title, fresh]])
      expect(
        found((shape) => {
          shape.enums[title] = members.map((one) => (one === member ? fresh : one))
        }),
      ).toEqual([['renamed', 'member', member, fresh]])
    }),
  )
})

test('an object that is published no more is one change, and so is one that is published again', () => {
  const without = changed((shape) => {
    delete shape.objects.Catalog_Пользователи
    for (const { attributes } of Object.values(shape.objects))
      for (const [name, type] of Object.entries(attributes))
        if (type === 'ref:Catalog_Пользователи') attributes[name] = 'ref:'
  })
  expect(told(without)).toEqual(['removed object Catalog_Пользователи'])
  expect(diffShapes(without, demo).map(({ kind, name }) => [kind, name])).toEqual([['added', 'Catalog_Пользователи']])
})

test('several attributes renamed at once each find their own', () => {
  const now = changed((shape) => {
    rename(shape, 'Catalog_Контрагенты', 'Фамилия', 'ФамилияКлиента')
    rename(shape, 'Catalog_Контрагенты', 'Имя', 'ИмяКлиента')
    rename(shape, 'Catalog_Контрагенты', 'Отчество', 'ОтчествоКлиента')
  })
  expect(told(now)).toEqual([
    'renamed attribute Фамилия ФамилияКлиента',
    'renamed attribute Имя ИмяКлиента',
    'renamed attribute Отчество ОтчествоКлиента',
  ])
})

test('«Удалить» before a name retires it, and what took its place is named', () => {
  const now = changed((shape) => {
    rename(shape, 'Catalog_Пользователи', 'Телефон', 'УдалитьТелефон')
    const staff = shape.objects.Catalog_Пользователи
    if (staff) staff.attributes.МобильныйТелефон = 'Edm.String'
  })
  expect(diffShapes(demo, now)).toMatchObject([
    { kind: 'retired', name: 'Телефон', to: 'УдалитьТелефон', replacement: 'МобильныйТелефон' },
  ])
})

test('a retired attribute whose name a new one has taken is one change', () => {
  const now = changed((shape) => {
    const unit = shape.objects.Catalog_Квартиры
    if (unit) Object.assign(unit.attributes, { УдалитьСекция: unit.attributes.Секция, Секция: 'ref:Catalog_Дома' })
  })
  expect(diffShapes(demo, now)).toMatchObject([
    { kind: 'retired', name: 'Секция', to: 'УдалитьСекция', replacement: 'Секция' },
  ])
})

test('types, targets, sections, enums and virtual tables are told apart', () => {
  const now = changed((shape) => {
    const client = shape.objects.Catalog_Контрагенты
    const deal = shape.objects.Document_ДоговорПродажи
    const prices = shape.objects.InformationRegister_ЦеныКвартир
    if (!client || !deal || !prices) throw new Error('the demo has changed')
    client.attributes.ОсновнойМенеджер_Key = 'ref:Catalog_Контрагенты'
    client.attributes.ИНН = 'Edm.Int64'
    deal.sections = withName(deal.sections, 'Покупатели', 'Дольщики')
    deal.attributes = withName(deal.attributes, 'Квартира_Key', 'Квартира')
    deal.attributes.Квартира = 'composite'
    prices.functions = prices.functions.filter((name) => name !== 'SliceLast')
    shape.enums.СтатусыПомещений = ['Свободно', 'Забронирована', 'Продана', 'НеВПродаже', 'ВЗалоге', 'НаОформлении']
    shape.enums = withName(shape.enums, 'ВидыБрони', 'ТипыБрони')
    delete shape.objects.Catalog_РекламныеКампании
  })
  expect(told(now).sort()).toEqual(
    [
      'removed object Catalog_РекламныеКампании',
      'retargeted attribute ОсновнойМенеджер_Key',
      'retyped attribute ИНН',
      'renamed section Покупатели Дольщики',
      'retyped attribute Квартира_Key Квартира',
      'removed table SliceLast',
      'renamed member Свободна Свободно',
      'added member НаОформлении',
      'renamed enum ВидыБрони ТипыБрони',
    ].sort(),
  )
})
