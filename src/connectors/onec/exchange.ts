import { RejectedError } from '../../errors.ts'
import type { Change } from './atom.ts'
import type { ExchangeNode, Onec } from './client.ts'
import { text } from './literals.ts'

/** Exchange plan (entity set) and the code of the hub's node in it. */
export interface ExchangePlan {
  set: string
  code: string
}

/** A package of changes that was read to its end. */
export interface Package {
  node: ExchangeNode
  messageNo: number
  count: number
}

/**
 * Reads what was registered for our node (1c-odata §14); the return value is there only when all of it was read.
 *
 * 1C numbers the package, we keep no counter: N is the node's `ReceivedNo` + 1 each time, so a package that was not
 * acknowledged comes again, with everything registered since. Hence one reader per node, objects arrive at least once and
 * in no order of dependency, and only the latest reading of a number may be acknowledged. A failed reading is expensive
 * for 1C: back off before the next.
 */
export async function* readChanges(onec: Onec, plan: ExchangePlan): AsyncGenerator<Change, Package> {
  const { node, receivedNo } = await findNode(onec, plan)
  const messageNo = receivedNo + 1
  let count = 0
  for await (const change of onec.selectChanges(node, messageNo)) {
    count += 1
    yield change
  }
  return { node, messageNo, count }
}

/**
 * Lets 1C forget a package, once everything of it is committed. An empty one is left alone: nothing to forget, and the
 * number stays for the next. A lost answer (UnknownOutcomeError) needs no care: the next reading sees `ReceivedNo`.
 */
export async function acknowledge(onec: Onec, { node, messageNo, count }: Package): Promise<void> {
  if (count > 0) await onec.notifyChangesReceived(node, messageNo)
}

async function findNode(onec: Onec, { set, code }: ExchangePlan): Promise<{ node: ExchangeNode; receivedNo: number }> {
  const nodes = await onec.list(set, { filter: `Code eq ${text(code)}` })
  // Codes of a fixed length come padded (1c-odata §5).
  const found = nodes.find(({ Code }) => String(Code).trimEnd() === code)
  if (!found)
    throw refusal(set, code, `нет узла с кодом «${code}»`, 'Создайте в 1С узел хаба с этим кодом или исправьте код.')
  if (found.ThisNode === true)
    throw refusal(set, code, `код «${code}» носит сама база`, 'Укажите код узла хаба, а не узла самой базы.')
  const receivedNo = Number(found.ReceivedNo)
  if (typeof found.Ref_Key !== 'string' || !Number.isSafeInteger(receivedNo))
    throw refusal(set, code, 'узел без номера принятого сообщения', 'Проверьте, что это план обмена.')
  return { node: { set, ref: found.Ref_Key }, receivedNo }
}

function refusal(set: string, code: string, what: string, remedy: string): RejectedError {
  return new RejectedError(`План обмена «${set}»: ${what}. ${remedy}`, { reason: 'exchange_node', set, code })
}
