import type { RawRecord } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import { guid } from '../literals.ts'
import { type PagePlan, readPages, type Unreadable } from './pages.ts'

/** An address of IIS holds 2 048 characters after the question mark; so many references stay well below. */
const atOnce = 20

type ByRefs = Pick<PagePlan, 'filter' | 'select' | 'expand'>

export interface Found {
  rows: RawRecord[]
  unreadable: Unreadable[]
}

/**
 * The objects with these references that are there and satisfy the filter. `parallel` questions are under way at once.
 */
export async function* readByRefs(
  onec: Onec,
  set: string,
  refs: readonly string[],
  plan: ByRefs & { parallel: number },
): AsyncGenerator<Found> {
  const batches = Array.from({ length: Math.ceil(refs.length / atOnce) }, (_, n) =>
    refs.slice(n * atOnce, (n + 1) * atOnce),
  )
  for (let at = 0; at < batches.length; at += plan.parallel) {
    yield* await Promise.all(batches.slice(at, at + plan.parallel).map((batch) => ask(onec, set, batch, plan)))
  }
}

async function ask(
  onec: Onec,
  set: string,
  refs: readonly string[],
  { filter, select, expand }: ByRefs,
): Promise<Found> {
  const byRef = refs.map((ref) => `Ref_Key eq ${guid(ref)}`).join(' or ')
  const condition = filter ? `(${filter}) and (${byRef})` : byRef
  const found: Found = { rows: [], unreadable: [] }
  // One page more than there can be rows: the reader knows how to go around an object that cannot be handed out.
  for await (const page of readPages(onec, set, {
    filter: condition,
    select,
    expand,
    order: 'Ref_Key',
    pageSize: atOnce + 1,
  })) {
    found.rows.push(...page.rows)
    found.unreadable.push(...page.unreadable)
  }
  return found
}
