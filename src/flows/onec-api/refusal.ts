import { type Facts, HubError } from '../../errors.ts'

/** Why an operation that 1C called was not carried out, in a word a program may compare. */
export type RefusalCode = 'bad_input' | 'not_found' | 'conflict'

/** 1C asked for something that cannot be done as asked; the Russian text is what 1C shows to a person. */
export class Refusal extends HubError {
  override name = 'Refusal'
  readonly fate = 'park'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string, facts: Facts = {}) {
    super(message, facts)
    this.code = code
  }
}
