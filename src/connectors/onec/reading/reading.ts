import type { Beyond, RawRecord } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import type { Body } from '../http.ts'
import type { Metadata } from '../metadata.ts'
import { defaultOrder } from '../source.ts'
import { type Found, readByRefs } from './by-refs.ts'
import { type Chosen, chooseReading, type PlanKnowledge, type ReadWay } from './choose.ts'
import { countOf } from './count.ts'
import { type DateWindow, monthsBetween, windowFilter, windowProperty } from './date-window.ts'
import { expansionOf, joinColumns } from './expand.ts'
import { readHttpService, sendToHttpService } from './http-service.ts'
import { type PageOf, type PagePlan, type PageRead, readPages, readPagesAs } from './pages.ts'
import { openRegisters } from './registers.ts'
import { readVirtualTable } from './virtual-table.ts'
import { openWebServices } from './web-service.ts'

/** Rows that are not objects of a set: they have no version and come whole. */
export type RowSource =
  | {
      kind: 'table'
      set: string
      table: string
      parameters: Readonly<Record<string, string | number | boolean>>
      filter?: string | undefined
    }
  | { kind: 'http'; http: string; rows: string }
  | { kind: 'soap'; soap: string; operation: string; arguments: Readonly<Record<string, unknown>>; rows: string }

/** Where a service takes an object; see `Into` of the mapping language. */
export interface ServiceSink {
  http?: string | undefined
  method?: 'POST' | 'PUT' | 'PATCH' | undefined
  soap?: string | undefined
  operation?: string | undefined
  argument?: string | undefined
}

/** `window` cuts by the date of the records; without `order` it is the set's usual one. */
export type BulkPlan = Omit<PagePlan, 'order' | 'parallel' | 'expand'> & {
  order?: string | undefined
  expand?: readonly Beyond[] | undefined
  window?: DateWindow | undefined
}

/** Every way of reading an infobase has, for bulk work. */
export interface Reading {
  /** Pages of a set in a total order; `window` cuts by the date of its records. */
  pages(set: string, plan: BulkPlan): AsyncGenerator<PageOf>
  /** The same, each answer read by whoever asks, and as he likes; `none` stands for no rows. Nothing is expanded. */
  pagesAs<T>(
    set: string,
    plan: Omit<BulkPlan, 'expand'>,
    read: (body: Body) => Promise<PageRead<T>>,
    none: T,
  ): AsyncGenerator<PageOf<T>>
  byRefs(set: string, refs: readonly string[], filter?: string, expand?: readonly Beyond[]): AsyncGenerator<Found>
  /** Null where `/$count` is not supported (1c-odata §9). */
  count(set: string, filter?: string, window?: DateWindow): Promise<number | null>
  /** Months that cover a set; null when it has no date or is empty. */
  months(set: string, filter?: string): Promise<DateWindow[] | null>
  /** Nothing stands beside rows of a source that has no objects. */
  rows(source: RowSource, expand?: readonly Beyond[]): Promise<RawRecord[]>
  /** Gives an object to a service; what the service answers, null when it says nothing. */
  send(sink: ServiceSink, body: RawRecord): Promise<RawRecord | null>
  /** How changes of a set are best learned of, and why. */
  choose(set: string, wish: ReadWay | undefined, plan: PlanKnowledge): Promise<Chosen>
  metadata(): Promise<Metadata>
}

/**
 * `parallel` pages are asked for at once: as many as there are sessions to spare. `wallClock` is that of the infobase, for
 * slices of registers.
 */
export function openReading(onec: Onec, parallel: number, wallClock?: () => string): Reading {
  const services = openWebServices(onec)
  /** Page sizes 1C can manage, by set: too large ones also open the breaker, and the reading goes on in another attempt. */
  const sizes = new Map<string, number>()

  async function settled(set: string, { order, window, filter, ...plan }: Omit<BulkPlan, 'expand'>): Promise<PagePlan> {
    const metadata = await onec.metadata(set)
    const property = window && windowProperty(metadata, set)
    return {
      ...plan,
      pageSize: Math.min(plan.pageSize, sizes.get(set) ?? plan.pageSize),
      onShrink: (rows) => sizes.set(set, rows),
      order: order ?? defaultOrder(metadata, set),
      filter: property ? windowFilter(property, window, filter) || undefined : filter,
      parallel,
    }
  }

  /** What 1C expands by itself, and what puts the rest into the rows it gave. */
  async function expansion(set: string, expand: readonly Beyond[]) {
    if (expand.length === 0) return { references: [], join: async () => {} }
    const metadata = await onec.metadata(set)
    const { references, columns, registers } = expansionOf(metadata, set, expand)
    const joinRegisters = openRegisters(onec, metadata, registers, wallClock?.())
    const join = async (rows: readonly RawRecord[]) => {
      await joinRegisters(rows)
      await joinColumns(onec, rows, columns, parallel)
    }
    return { references, join }
  }

  return {
    async *pages(set, { expand = [], ...plan }) {
      const { references, join } = await expansion(set, expand)
      for await (const page of readPages(onec, set, { ...(await settled(set, plan)), expand: references })) {
        await join(page.rows)
        yield page
      }
    },

    async *pagesAs(set, plan, read, none) {
      yield* readPagesAs(onec, set, await settled(set, plan), (query) => onec.listAs(set, query, read), none)
    },

    async *byRefs(set, refs, filter, expand = []) {
      const { references, join } = await expansion(set, expand)
      for await (const found of readByRefs(onec, set, refs, { filter, expand: references, parallel })) {
        await join(found.rows)
        yield found
      }
    },

    async count(set, filter, window) {
      const property = window && windowProperty(await onec.metadata(set), set)
      return countOf(onec, set, property ? windowFilter(property, window, filter) || undefined : filter)
    },

    async months(set, filter) {
      if (windowProperty(await onec.metadata(set), set) !== 'Date') return null
      const edge = async (direction: string) => {
        const [row] = await onec.list(set, { filter, select: ['Date'], orderby: `Date ${direction}`, top: 1 })
        return typeof row?.Date === 'string' ? row.Date : null
      }
      const first = await edge('asc')
      const last = await edge('desc')
      return first === null || last === null ? null : monthsBetween(first, last)
    },

    rows(source, expand = []) {
      if (source.kind === 'table')
        return readVirtualTable(onec, { ...source, expand: expand.filter((one) => typeof one === 'string') })
      if (source.kind === 'http') return readHttpService(onec, source.http, source.rows)
      return services.rows(source, source.rows)
    },

    async send({ http, method = 'POST', soap = '', operation = '', argument = '' }, body) {
      if (http !== undefined) return sendToHttpService(onec, http, method, body)
      const [answer] = await services.rows({ soap, operation, arguments: { [argument]: body }, write: true }, '')
      return answer ?? null
    },

    choose: async (set, wish, plan) => chooseReading(await onec.metadata(set), set, wish, plan),

    metadata: () => onec.metadata(),
  }
}
