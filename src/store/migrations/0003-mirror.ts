import type { CreateTableBuilder, Kysely } from 'kysely'

type Table = CreateTableBuilder<string, string>

/** Columns every mirrored record has. */
const mirrored = (table: Table): Table =>
  table
    .addColumn('ref', 'text', (column) => column.primaryKey())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addColumn('data_version', 'text')
    .addColumn('seen', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())

type Type = 'text' | 'integer' | 'real'

/** `name` is a text column, `name!` one that is never null, `name:integer` one of another type. */
function columns(table: Table, list: string): Table {
  return list
    .trim()
    .split(/\s+/)
    .reduce((built, word) => {
      const [, name = '', type = 'text', must] = /^(\w+)(?::(\w+))?(!)?$/.exec(word) ?? []
      return built.addColumn(name, type as Type, (column) => (must ? column.notNull() : column))
    }, table)
}

/** The read model of 1C: one table an entity, and one a list inside it. */
export const name = '0003-mirror'

export async function up(db: Kysely<unknown>): Promise<void> {
  const mirror = (table: string, list: string) => columns(mirrored(db.schema.createTable(table)), list).execute()
  const lines = (table: string, owner: string, n: string, list: string) =>
    columns(
      db.schema
        .createTable(table)
        .addColumn(owner, 'text', (column) => column.notNull())
        .addColumn(n, 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint(`${table}_pk`, [owner as never, n as never]),
      list,
    ).execute()
  const index = (table: string, ...on: string[]) =>
    db.schema
      .createIndex(`${table}_by_${on.join('_')}`)
      .on(table)
      .columns(on)
      .execute()

  await mirror('manager', 'code! name! phone email login')
  await mirror(
    'project',
    'code! name! city address latitude:real longitude:real yandex_building_id:integer sales_phone',
  )
  await mirror(
    'building',
    'project_ref! code! name! address floors_total:integer state! built_year:integer ready_quarter:integer material yandex_house_id:integer',
  )
  await mirror(
    'unit',
    `code! building_ref! kind! section floor:integer position:integer number! rooms:integer area_total:integer area_living:integer
     area_kitchen:integer status! price:integer finishing plan_url`,
  )
  await index('unit', 'building_ref')
  await mirror(
    'client',
    'code! name! name_folded! kind! last_name first_name middle_name lifecycle! manager_ref external_key',
  )
  await index('client', 'external_key')
  await lines('client_phone', 'client_ref', 'n', 'e164 ext raw!')
  await index('client_phone', 'e164')
  await lines('client_email', 'client_ref', 'n', 'email!')
  await mirror('ad_platform', 'code! name! channel! alias')
  await mirror('campaign', 'code! name! platform_ref! alias tracking_number')
  await mirror(
    'deal',
    `number! date! unit_ref manager_ref payment_kind! contract_type! price:integer! registered_on terminated:integer!
     posted:integer!`,
  )
  await index('deal', 'unit_ref')
  await lines('deal_client', 'deal_ref', 'n', 'client_ref!')
  await index('deal_client', 'client_ref')
  await lines('schedule_line', 'deal_ref', 'line', 'due_on amount:integer!')
  await mirror('payment', 'number! date! deal_ref client_ref amount:integer! kind! posted:integer!')
  await index('payment', 'deal_ref')
  await mirror('booking', 'number! date! unit_ref client_ref manager_ref kind! state! expires_at posted:integer!')
  await index('booking', 'unit_ref')
}
