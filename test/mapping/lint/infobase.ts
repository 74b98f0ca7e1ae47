import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { publishedSets } from '../../../src/connectors/onec/published-sets.ts'
import { checkMetadata, type Facts } from '../../../src/mapping/check-metadata.ts'
import type { Finding } from '../../../src/mapping/lint/finding.ts'
import { lintMapping } from '../../../src/mapping/lint.ts'
import type { InfobaseSchema } from '../../../src/mapping/schema.ts'

interface SetOf {
  /** `Name:Type` by spaces: `Ref_Key:Guid Code:String(9)`; a section is `Name:rows`. */
  properties: string
  /** Navigation → set. */
  leadsTo?: Record<string, string>
}

/** `$metadata` of a small infobase as 1C writes it. */
export function edmx(sets: Record<string, SetOf>, enums: Record<string, string[]> = {}, functions = ''): string {
  const names = Object.keys(sets)
  const entities = names.map((name) => entityType(name, sets[name] ?? { properties: '' }))
  const rows = names
    .filter((name) => names.some((owner) => name.startsWith(`${owner}_`)))
    .map(
      (name) => `<ComplexType Name="${name}_RowType">${properties(name, sets[name]?.properties ?? '')}</ComplexType>`,
    )
  const links = names.flatMap((name) =>
    Object.entries(sets[name]?.leadsTo ?? {}).map(
      ([link, to]) =>
        `<Association Name="${name}_${link}"><End Role="Begin" Type="StandardODATA.${name}" Multiplicity="*"/><End Role="End" Type="StandardODATA.${to}" Multiplicity="0..1"/></Association>`,
    ),
  )
  const members = Object.entries(enums).map(
    ([name, each]) =>
      `<EnumType Name="${name}" UnderlyingType="Edm.Int32">${each.map((member) => `<Member Name="${member}"/>`).join('')}</EnumType>`,
  )
  const container = names.map((name) => `<EntitySet Name="${name}" EntityType="StandardODATA.${name}"/>`).join('')
  return `<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices>
    <Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">
    ${[...entities, ...rows, ...links, ...members].join('\n')}
    <EntityContainer Name="EnterpriseV8">${container}${functions}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
}

function entityType(name: string, { properties: list, leadsTo = {} }: SetOf): string {
  const links = Object.keys(leadsTo).map(
    (link) =>
      `<NavigationProperty Name="${link}" Relationship="StandardODATA.${name}_${link}" FromRole="Begin" ToRole="End"/>`,
  )
  return `<EntityType Name="${name}"><Key><PropertyRef Name="Ref_Key"/></Key>${properties(name, list)}${links.join('')}</EntityType>`
}

function properties(owner: string, list: string): string {
  return list
    .split(/\s+/)
    .filter(Boolean)
    .map((each) => {
      const [name = '', type = '', length] = each.split(/[:()]/)
      const edm = type === 'rows' ? `Collection(StandardODATA.${owner}_${name}_RowType)` : `Edm.${type}`
      return `<Property Name="${name}" Type="${edm}" Nullable="true"${length ? ` MaxLength="${length}"` : ''}/>`
    })
    .join('')
}

export async function schemaOf(xml: string): Promise<InfobaseSchema> {
  async function* once() {
    yield xml
  }
  return publishedSets(await readMetadata(once()))
}

/** A base of flats, clients and contracts, in the names of nobody in particular. */
export const office = await schemaOf(
  edmx(
    {
      Catalog_Дома: {
        properties: 'Ref_Key:Guid DataVersion:String Code:String Description:String DeletionMark:Boolean',
      },
      Catalog_Квартиры: {
        properties:
          'Ref_Key:Guid DataVersion:String Code:String Owner_Key:Guid Номер:String(10) Этаж:Int16 Статус:String Вид:String Цена:Double Описание:String ДатаСдачи:DateTime Продавец_Key:Guid DeletionMark:Boolean',
        leadsTo: { Owner: 'Catalog_Дома' },
      },
      Catalog_Сотрудники: {
        properties:
          'Ref_Key:Guid DataVersion:String Code:String(9) Description:String Почта:String Телефон:String(11) ВнешнийКод:String(20) Дом_Key:Guid Основание:String Основание_Type:String DeletionMark:Boolean',
        leadsTo: { Дом: 'Catalog_Дома' },
      },
      Document_Договор: {
        properties:
          'Ref_Key:Guid DataVersion:String Number:String Date:DateTime Квартира_Key:Guid Дом_Key:Guid Менеджер_Key:Guid Сумма:Double Вид:String ВидОплаты:String Posted:Boolean DeletionMark:Boolean Покупатели:rows График:rows',
        leadsTo: { Квартира: 'Catalog_Квартиры', Дом: 'Catalog_Дома', Менеджер: 'Catalog_Сотрудники' },
      },
      Document_Договор_Покупатели: { properties: 'Ref_Key:Guid LineNumber:Int64 Роль:String Контрагент_Key:Guid' },
      Document_Договор_График: { properties: 'Ref_Key:Guid LineNumber:Int64 Дата:DateTime Сумма:Double' },
      InformationRegister_Цены: {
        properties: 'Period:DateTime Квартира_Key:Guid Дом_Key:Guid Вид:String Цена:Double',
        leadsTo: { Квартира: 'Catalog_Квартиры', Дом: 'Catalog_Дома' },
      },
    },
    {
      СтатусыКвартир: ['Свободна', 'Продана', 'Бронь'],
      ВидыКвартир: ['Квартира', 'Студия'],
      ВидыОплаты: ['Наличные', 'Ипотека'],
      РолиПокупателей: ['Покупатель', 'Поручитель'],
      AllowedSign: ['Any', 'Nonnegative'],
    },
    '<FunctionImport Name="SliceLast" IsBindable="true" ReturnType="Collection(StandardODATA.InformationRegister_Цены)"><Parameter Name="bindingParameter" Type="Collection(StandardODATA.InformationRegister_Цены)"/></FunctionImport>',
  ),
)

/** Findings of one file, without and with the infobase. */
export function lint(text: string, schema: InfobaseSchema | null = null, facts: Facts = {}): Finding[] {
  const { draft, findings } = lintMapping('x.yaml', text)
  const more = draft && schema ? checkMetadata([{ file: 'x.yaml', text, spec: draft }], schema, facts) : []
  return [...findings, ...more]
}

/** What a finding underlines. */
export function underlined(text: string, { line, column, endLine, endColumn }: Finding): string {
  const lines = text.split('\n').slice(line - 1, endLine)
  const last = lines.length - 1
  return lines.map((each, n) => each.slice(n === 0 ? column - 1 : 0, n === last ? endColumn - 1 : undefined)).join('\n')
}

/** `code «what it underlines»` of each finding, for short assertions. */
export function told(text: string, schema: InfobaseSchema | null = null, facts: Facts = {}): string[] {
  return lint(text, schema, facts).map((finding) => `${finding.code} «${underlined(text, finding)}»`)
}
