import { expect, test } from 'vitest'
import { decodeChunks } from '../../../src/connectors/onec/decode.ts'
import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { defaultOrder, keyOf } from '../../../src/connectors/onec/source.ts'
import { RejectedError } from '../../../src/errors.ts'
import { fixture, once } from './fixtures.ts'

const recorded = () => readMetadata(decodeChunks(once(fixture('metadata/small-2016.edmx.xml'))))

/** `$metadata` of one schema, with the unlikely things in it that the test is about. */
function edmx(schema: string, container = ''): string {
  return `<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices>
    <Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">${schema}
    <EntityContainer Name="EnterpriseV8">${container}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
}

function type(name: string, key: string[], properties: string[]): [schema: string, container: string] {
  return [
    `<EntityType Name="${name}"><Key>${key.map((part) => `<PropertyRef Name="${part}"/>`).join('')}</Key>
      ${[...key, ...properties].map((property) => `<Property Name="${property}" Type="Edm.String"/>`).join('')}</EntityType>`,
    `<EntitySet Name="${name}" EntityType="StandardODATA.${name}"/>`,
  ]
}

test('the recorded metadata is read whole', async () => {
  const metadata = await recorded()
  expect([...metadata.sets]).toEqual([
    ['Document_АктВыполненныхРабот', 'Document_АктВыполненныхРабот'],
    ['Document_АктВыполненныхРабот_Работы', 'Document_АктВыполненныхРабот_Работы'],
    ['Catalog_Контрагенты', 'Catalog_Контрагенты'],
  ])
  const act = metadata.entityTypes.get('Document_АктВыполненныхРабот')
  expect(act).toMatchObject({ open: false, key: ['Ref_Key'] })
  expect(act?.properties.get('Ref_Key')).toEqual({ type: 'Edm.Guid', nullable: false })
  expect(act?.properties.get('Работы')?.type).toBe(
    'Collection(StandardODATA.Document_АктВыполненныхРабот_Работы_RowType)',
  )
  expect([...(act?.navigation ?? [])]).toEqual([['Контрагент', 'Catalog_Контрагенты']])
  expect([...metadata.complexTypes.keys()]).toEqual([
    'NumberQualifiers',
    'TypeDescription',
    'PointInTime',
    'Document_АктВыполненныхРабот_Работы_RowType',
  ])
  expect(metadata.enums.get('ТипКонтрагента')).toEqual(['ФизЛицо', 'ЮрЛицо'])
  expect(metadata.functions).toEqual(
    ['Post', 'Unpost'].map((name) => ({
      name,
      boundTo: 'Document_АктВыполненныхРабот',
      returns: null,
      parameters: new Map([['PostingModeOperational', 'Edm.Boolean']]),
    })),
  )
})

test('an enum declared twice, unknown elements and an open type do no harm', async () => {
  const lengths = '<EnumType Name="AllowedLength"><Member Name="Fixed"/><Member Name="Variable"/></EnumType>'
  const metadata = await readMetadata(
    once(
      edmx(
        `<Using Namespace="x"/><EntityType Name="A" OpenType="true"><Documentation><Summary>?</Summary></Documentation>
          <NavigationProperty Name="В" Relationship="StandardODATA.Нет" ToRole="End"/></EntityType>${lengths}${lengths}`,
        '<FunctionImport Name="Balance" ReturnType="Collection(StandardODATA.B)"><Parameter Name="bindingParameter" Type="Collection(StandardODATA.A)"/></FunctionImport>',
      ),
    ),
  )
  expect(metadata.enums.get('AllowedLength')).toEqual(['Fixed', 'Variable'])
  expect(metadata.entityTypes.get('A')).toMatchObject({ open: true, navigation: new Map([['В', null]]) })
  expect(metadata.functions[0]).toMatchObject({ boundTo: 'A', returns: 'Collection(StandardODATA.B)' })
})

test('the length of a string is kept where it is told', async () => {
  const property = (name: string, more: string) => `<Property Name="${name}" Type="Edm.String"${more}/>`
  const metadata = await readMetadata(
    once(
      edmx(
        `<EntityType Name="A">${property('Код', ' MaxLength="9"')}${property('Имя', '')}${property('Текст', ' MaxLength="Max"')}</EntityType>`,
      ),
    ),
  )
  expect(Object.fromEntries(metadata.entityTypes.get('A')?.properties ?? [])).toEqual({
    Код: { type: 'Edm.String', nullable: true, maxLength: 9 },
    Имя: { type: 'Edm.String', nullable: true },
    Текст: { type: 'Edm.String', nullable: true },
  })
})

test('what is no metadata, or half of it, is refused', async () => {
  const whole = edmx(...type('A', ['Ref_Key'], []))
  for (const text of ['<html/>', '', whole.slice(0, -20)]) await expect(readMetadata(once(text))).rejects.toThrow()
})

test('every kind of set has a total order 1C can sort by', async () => {
  const kinds: [string, string[], string[], string][] = [
    ['Catalog_Дома', ['Ref_Key'], ['Code', 'Owner_Key'], 'Owner_Key,Code'],
    ['Catalog_Файлы', ['Ref_Key'], ['Code', 'Owner', 'Owner_Type'], 'Owner,Code'],
    ['Catalog_Контрагенты', ['Ref_Key'], ['Code', 'Description'], 'Code'],
    ['Catalog_БезКода', ['Ref_Key'], ['Description'], 'Ref_Key'],
    ['Document_Договор', ['Ref_Key'], ['Number', 'Date'], 'Date,Number'],
    ['Document_Договор_График', ['Ref_Key', 'LineNumber'], ['Дата'], 'Ref_Key,LineNumber'],
    ['InformationRegister_Цены', ['Period', 'Квартира_Key'], ['Цена'], 'Period,Квартира_Key'],
    ['AccumulationRegister_Р_RecordType', ['Recorder', 'Recorder_Type', 'LineNumber'], [], 'Recorder,LineNumber'],
  ]
  const parts = kinds.map(([name, key, properties]) => type(name, key, properties))
  const metadata = await readMetadata(
    once(edmx(parts.map(([schema]) => schema).join(''), parts.map(([, container]) => container).join(''))),
  )
  for (const [name, key, , order] of kinds) {
    expect(defaultOrder(metadata, name)).toBe(order)
    expect(keyOf(metadata, name)).toEqual(key)
  }
  expect(() => defaultOrder(metadata, 'Catalog_Нет')).toThrow(RejectedError)
})
