/**
 * Kinds of failure and whose turn it is next.
 *
 * Whoever catches a HubError never inspects messages: `fate` says whether waiting helps (`retry`), a person has to act
 * (`park`), or the far side must first be asked what really happened (`ask`).
 */
export type Fate = 'retry' | 'park' | 'ask'

export type Facts = Record<string, unknown>

export abstract class HubError extends Error {
  abstract readonly fate: Fate
  readonly facts: Facts

  constructor(message: string, facts: Facts = {}, options?: ErrorOptions) {
    super(message, options)
    this.facts = facts
  }
}

/** The far side is down, busy or slow; the same request will do later. */
export class UnavailableError extends HubError {
  override name = 'UnavailableError'
  readonly fate = 'retry'
}

/** The far side may or may not have done it: the answer got lost. Ask before doing anything again. */
export class UnknownOutcomeError extends HubError {
  override name = 'UnknownOutcomeError'
  readonly fate = 'ask'
}

/** The far side understood and said no; a person has to change something there or here. */
export class RejectedError extends HubError {
  override name = 'RejectedError'
  readonly fate = 'park'
}

/** A mapping does not fit the data it met; an administrator has to edit the mapping. */
export class MappingError extends HubError {
  override name = 'MappingError'
  readonly fate = 'park'
}

/** What came in is not what the contract says; the sender has to change it. */
export class BadInputError extends HubError {
  override name = 'BadInputError'
  readonly fate = 'park'
}

/** The configuration cannot be used; the text names the file or variable, the line and the remedy. */
export class ConfigError extends HubError {
  override name = 'ConfigError'
  readonly fate = 'park'
}

/** A mass-loss brake held something back until a person confirms it. */
export class BrakeError extends HubError {
  override name = 'BrakeError'
  readonly fate = 'park'
}

/** What to do with a failed piece of work. Anything that is not ours to classify is worth another try. */
export function fateOf(error: unknown): Fate {
  return error instanceof HubError ? error.fate : 'retry'
}

/** The message with the messages of its causes, outermost first, for journals and logs. */
export function describeError(error: unknown): string {
  const parts: string[] = []
  for (let e: unknown = error; e instanceof Error && parts.length < 5; e = e.cause) {
    const { message } = e
    if (message && !parts.some((part) => part.endsWith(message))) parts.push(message)
  }
  return parts.join(': ') || String(error)
}
