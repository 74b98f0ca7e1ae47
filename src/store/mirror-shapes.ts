import { type Entity, type EntityName, entities } from '../model/index.ts'
import { fold } from './fold.ts'
import type { MirrorTables } from './tables/mirror.ts'

/** Entities the store mirrors; interactions only go the other way. */
export type Mirrored = Exclude<EntityName, 'interaction'>

export type Cell = string | number | null

/** A list of an entity and the table its rows lie in; `columns` begin with the owner's reference. */
export interface List<N extends Mirrored> {
  field: keyof Entity<N> & string
  table: keyof MirrorTables
  columns: readonly [owner: string, ...string[]]
  rows(entity: Entity<N>): Cell[][]
}

export interface Shape<N extends Mirrored> {
  table: N & keyof MirrorTables
  /** Columns that are not simply a field of the same name; `lines` counts the rows of all lists. */
  computed: Readonly<Record<string, (entity: Entity<N>) => Cell>>
  lists: readonly List<N>[]
}

const plain = <N extends Mirrored & keyof MirrorTables>(table: N): Shape<N> => ({ table, computed: {}, lists: [] })

/** How every entity lies in the tables: a new mirrored entity is a row here, its table and a migration. */
export const shapes: { readonly [N in Mirrored]: Shape<N> } = {
  manager: { table: 'manager', computed: { phone: ({ phone }) => phone?.e164 ?? null }, lists: [] },
  project: plain('project'),
  building: plain('building'),
  unit: plain('unit'),
  adPlatform: plain('adPlatform'),
  campaign: plain('campaign'),
  // After platforms and campaigns: there may be hundreds of thousands, and calls wait for those.
  client: {
    table: 'client',
    computed: {
      nameFolded: ({ name }) => fold(name),
      lines: ({ phones, emails }) => phones.length + emails.length,
    },
    lists: [
      {
        field: 'phones',
        table: 'clientPhone',
        columns: ['clientRef', 'n', 'e164', 'ext', 'raw'],
        rows: ({ phones }) => phones.map(({ e164, ext, raw }, n) => [n, e164, ext, raw]),
      },
      {
        field: 'emails',
        table: 'clientEmail',
        columns: ['clientRef', 'n', 'email'],
        rows: ({ emails }) => emails.map((email, n) => [n, email]),
      },
    ],
  },
  deal: {
    table: 'deal',
    computed: { lines: ({ clientRefs, schedule }) => clientRefs.length + schedule.length },
    lists: [
      {
        field: 'clientRefs',
        table: 'dealClient',
        columns: ['dealRef', 'n', 'clientRef'],
        rows: ({ clientRefs }) => clientRefs.map((clientRef, n) => [n, clientRef]),
      },
      {
        field: 'schedule',
        table: 'scheduleLine',
        columns: ['dealRef', 'line', 'dueOn', 'amount'],
        rows: ({ schedule }) => schedule.map(({ line, dueOn, amount }) => [line, dueOn, amount]),
      },
    ],
  },
  payment: plain('payment'),
  booking: plain('booking'),
}

/** From catalogs to documents: what others refer to comes first. */
export const mirroredEntities = Object.keys(shapes) as Mirrored[]

/** The fields of an entity that are columns as they are. */
export function plainColumns(name: Mirrored): string[] {
  const { computed, lists } = shapes[name]
  const elsewhere = new Set<string>([...Object.keys(computed), ...lists.map(({ field }) => field)])
  return Object.keys(entities[name].shape).filter((field) => !elsewhere.has(field))
}
