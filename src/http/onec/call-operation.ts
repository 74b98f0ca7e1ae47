import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { describeError } from '../../errors.ts'
import { newTraceId } from '../../flows/trace.ts'
import { CallError, type Failure, failureOf } from './failure.ts'
import { withoutEmpty } from './from-text.ts'
import type { CallContext, Operation } from './operation.ts'

const { localeError } = z.locales.ru()

/**
 * The one implementation behind JSON and SOAP: checks the input, runs the operation, holds its answer to the contract.
 * Throws CallError for a wrong input and whatever the operation throws; see `toldFailure`.
 */
export async function callOperation(
  hub: Hub,
  operation: Operation,
  given: Record<string, unknown>,
  context: CallContext,
): Promise<Record<string, unknown>> {
  const input = operation.input.safeParse(withoutEmpty(given), { error: localeError })
  if (!input.success) {
    const problems = input.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
    throw new CallError('bad_input', `${operation.name}: ${problems.join('; ')}`)
  }
  return operation.output.parse(await operation.run(hub, input.data as never, context))
}

/** What the caller is told of a failure; the hub's own are put into its log under the same number. */
export function toldFailure(hub: Hub, error: unknown, path: string): Failure {
  const failure = failureOf(error, newTraceId())
  if (failure.code === 'internal') {
    const { stack } = error as Error
    hub.log.error('call of 1C failed', { trace: failure.trace, path, error: describeError(error), stack })
  }
  return failure
}
