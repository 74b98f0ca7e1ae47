import type { z } from 'zod'
import type { Hub } from '../../context.ts'

/** What an operation may know of the call besides its input. */
export interface CallContext {
  /** Address under which the caller reaches the hub, without a slash at the end. */
  address: string
}

/** One thing 1C may ask of the hub. JSON routes, WSDL and OpenAPI are made of a table of these (operations/index.ts). */
export interface Operation {
  /** `sendSms`: path of the JSON route; with a capital letter, the operation of the web service. */
  name: string
  /** What it does, in Russian, for whoever writes the 1C side. */
  about: string
  /** A fact is answered 202 after it is committed; a question changes nothing and may be asked by GET. */
  kind: 'fact' | 'question'
  /** The order of the fields is the order of the parameters of the method in 1C: new ones would break its callers. */
  input: z.ZodObject
  output: z.ZodObject
  run(hub: Hub, input: never, context: CallContext): Promise<object>
}

/** Ties the types of an operation's parts together. */
export function operation<I extends z.ZodObject, O extends z.ZodObject>(definition: {
  name: string
  about: string
  kind: Operation['kind']
  input: I
  output: O
  run(hub: Hub, input: z.output<I>, context: CallContext): Promise<z.input<O>>
}): Operation {
  return definition
}
