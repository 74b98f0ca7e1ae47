import { expect, test } from 'vitest'
import { decodeChunks } from '../../../src/connectors/onec/decode.ts'
import { likelyEnums } from '../../../src/connectors/onec/guess-enum.ts'
import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { publishedSets } from '../../../src/connectors/onec/published-sets.ts'
import { bigMetadata } from './big-metadata.ts'
import { fixture, once } from './fixtures.ts'

const recorded = publishedSets(await readMetadata(decodeChunks(once(fixture('metadata/small-2016.edmx.xml')))))
const act = 'Document_АктВыполненныхРабот'

test('a recorded base is asked about its sets, attributes, references and sections', () => {
  expect(recorded.names()).toEqual([act, `${act}_Работы`, 'Catalog_Контрагенты'])
  expect(recorded.has('Catalog_Контрагенты')).toBe(true)
  expect(recorded.has('Catalog_Нет')).toBe(false)
  expect(recorded.properties('Catalog_Нет').size).toBe(0)
  expect(recorded.property(act, 'Контрагент_Key')).toEqual({ type: 'Edm.Guid', nullable: true })
  expect(recorded.target(act, 'Контрагент_Key')).toBe('Catalog_Контрагенты')
  expect(recorded.target(act, 'Контрагент')).toBe('Catalog_Контрагенты')
  expect(recorded.target(act, 'Ref_Key')).toBeNull()
  expect(recorded.section(act, 'Работы')).toBe(`${act}_Работы`)
  expect(recorded.section(act, 'Number')).toBeNull()
  expect([...recorded.properties(`${act}_Работы`)]).toEqual(['Ref_Key', 'LineNumber', 'Сумма', 'Описание'])
  expect(recorded.isOpen(act)).toBe(false)
  expect(recorded.table(act, 'SliceLast')).toBeNull()
})

test('a section that is no set of its own has its columns from its owner, a virtual table from its function', async () => {
  const columns = '<Property Name="Сумма" Type="Edm.Double"/>'
  const text = `<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm">
    <EntityType Name="Document_Д"><Property Name="Оплаты" Type="Collection(StandardODATA.Document_Д_Оплаты_RowType)"/></EntityType>
    <EntityType Name="AccumulationRegister_Р"><Property Name="RecordSet" Type="Collection(StandardODATA.AccumulationRegister_Р_RowType)"/></EntityType>
    <ComplexType Name="Document_Д_Оплаты_RowType">${columns}</ComplexType>
    <ComplexType Name="AccumulationRegister_Р_RowType">${columns}</ComplexType>
    <ComplexType Name="AccumulationRegister_Р_Balance"><Property Name="СуммаBalance" Type="Edm.Double"/></ComplexType>
    <EntityContainer Name="E"><EntitySet Name="Document_Д" EntityType="S.Document_Д"/>
    <EntitySet Name="AccumulationRegister_Р" EntityType="S.AccumulationRegister_Р"/>
    <FunctionImport Name="Balance" ReturnType="Collection(S.AccumulationRegister_Р_Balance)"><Parameter Name="bindingParameter" Type="Collection(S.AccumulationRegister_Р)"/></FunctionImport>
    </EntityContainer></Schema></edmx:Edmx>`
  const base = publishedSets(await readMetadata(once(text)))
  const rows = (set: string, section: string) => [...base.properties(base.section(set, section) ?? '')]
  expect(rows('Document_Д', 'Оплаты')).toEqual(['Сумма'])
  expect(rows('AccumulationRegister_Р', 'RecordSet')).toEqual(['Сумма'])
  expect([...base.properties(base.table('AccumulationRegister_Р', 'Balance') ?? '')]).toEqual(['СуммаBalance'])
})

test('the description of a large base costs nothing until it is asked', async () => {
  async function* chunks() {
    yield* bigMetadata(1350)
  }
  const metadata = await readMetadata(chunks())
  const before = process.threadCpuUsage()
  const base = publishedSets(metadata)
  expect(base.target('Catalog_Справочник7', 'Владелец_Key')).toBe('Catalog_Справочник8')
  expect(publishedSets(metadata)).toBe(base)
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(100)
})

const enums = new Map([
  ['СтатусыПомещений', ['Свободна', 'Продана']],
  ['СтатусыЗаказов', ['Новый', 'Закрыт']],
  ['ВидыОплаты', ['Ипотека', 'Рассрочка']],
  ['СостоянияБрони', ['Действует', 'Истекла']],
  ['AllowedSign', ['Any', 'Nonnegative']],
])

test.each([
  ['its words are those of the attribute', 'Document_Бронь', 'СостояниеБрони', [], 'СостоянияБрони'],
  ['its words are those of the attribute and its set', 'Catalog_Помещения', 'Статус', [], 'СтатусыПомещений'],
  [
    'values met in the attribute are its members',
    'Catalog_Квартиры',
    'Статус',
    ['Новый', 'Закрыт', 'Нет'],
    'СтатусыЗаказов',
  ],
  ['values met are its members whatever its name', 'Catalog_А', 'Чем', ['Ипотека', 'Рассрочка'], 'ВидыОплаты'],
])('an enum is told by names and values: %s', (_why, set, attribute, seen, name) => {
  expect(likelyEnums(enums, set, attribute, seen)).toEqual([{ name, members: enums.get(name) }])
})

test.each([
  ['of two that fit alike', 'Catalog_Квартиры', 'Статус', []],
  ['of what every object has', 'Catalog_Квартиры', 'Description', ['Ипотека', 'Рассрочка']],
  ['of the platform’s own', 'Catalog_А', 'AllowedSign', []],
  ['when not one value that was met is its member', 'Catalog_Квартиры', 'Вид', ['Кирпич', 'Панель']],
])('no enum is guessed %s', (_why, set, attribute, seen) => {
  expect(likelyEnums(enums, set, attribute, seen)).not.toHaveLength(1)
})
