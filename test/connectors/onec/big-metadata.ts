const head =
  '<?xml version="1.0" encoding="UTF-8"?>\r\n<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">'
const tail = '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>'

const types = ['Edm.String', 'Edm.Guid', 'Edm.DateTime', 'Edm.Double', 'Edm.Boolean', 'Edm.Int64'] as const

/**
 * `$metadata` of the size and make of a full trade configuration (1c-odata §8): `objects` catalogs of 25 properties, each
 * with a section that appears three times and two references. 1 350 objects make 17 MB.
 */
export function* bigMetadata(objects: number): Generator<string> {
  yield head
  for (let n = 0; n < objects; n++) yield `${entity(`Catalog_Справочник${n}`)}${section(`Catalog_Справочник${n}`)}`
  for (let n = 0; n < objects; n++)
    yield `<ComplexType Name="Catalog_Справочник${n}_Товары_RowType">${columns(8)}</ComplexType>`
  for (let n = 0; n < objects; n++)
    for (const link of ['Владелец', 'Ответственный'])
      yield `<Association Name="Catalog_Справочник${n}_${link}"><End Type="StandardODATA.Catalog_Справочник${n}" Role="Begin" Multiplicity="*"/><End Type="StandardODATA.Catalog_Справочник${(n + 1) % objects}" Role="End" Multiplicity="0..1"/></Association>`
  for (const name of ['AllowedLength', 'AllowedLength', 'AllowedSign'])
    yield `<EnumType Name="${name}" UnderlyingType="Edm.Int32"><Member Name="Any"/><Member Name="Fixed"/></EnumType>`
  yield '<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">'
  for (let n = 0; n < objects; n++)
    for (const name of [`Catalog_Справочник${n}`, `Catalog_Справочник${n}_Товары`])
      yield `<EntitySet Name="${name}" EntityType="StandardODATA.${name}"/>`
  yield tail
}

function entity(name: string): string {
  const links = ['Владелец', 'Ответственный'].map(
    (link) =>
      `<NavigationProperty Name="${link}" Relationship="StandardODATA.${name}_${link}" FromRole="Begin" ToRole="End"/>`,
  )
  return `<EntityType Name="${name}"><Key><PropertyRef Name="Ref_Key"/></Key><Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/><Property Name="Товары" Type="Collection(StandardODATA.${name}_Товары_RowType)" Nullable="true"/>${columns(40)}${links.join('')}</EntityType>`
}

function section(owner: string): string {
  return `<EntityType Name="${owner}_Товары"><Key><PropertyRef Name="Ref_Key"/><PropertyRef Name="LineNumber"/></Key><Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/><Property Name="LineNumber" Type="Edm.Int64" Nullable="false"/>${columns(30)}</EntityType>`
}

function columns(count: number): string {
  return Array.from(
    { length: count },
    (_, n) => `<Property Name="РеквизитСправочника_${n}" Type="${types[n % types.length]}" Nullable="true"/>`,
  ).join('')
}
