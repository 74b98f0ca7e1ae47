import type { z } from 'zod'
import type { Hub } from '../../context.ts'
import type { Role } from '../../model/role.ts'
import type { Person } from '../auth/people.ts'

/** One call of the browser. The table of them (routes.ts) is all there is: who may, what comes in, what goes out. */
export interface Route {
  method: 'get' | 'post'
  path: string
  roles: readonly Role[]
  /** Path parameters, query and body together. */
  input: z.ZodType
  output: z.ZodType
  run(hub: Hub, person: Person, input: never): Promise<unknown>
}

/** Ties the types of a route's parts together. */
export function route<I, O>(definition: {
  method: Route['method']
  path: string
  roles: readonly Role[]
  input: z.ZodType<I>
  output: z.ZodType<O>
  run(hub: Hub, person: Person, input: I): Promise<O>
}): Route {
  return definition
}

/** What is asked for cannot be done as things are; the message says to the person why, and what to do. */
export class RefusedError extends Error {
  override name = 'RefusedError'
}

/** The thing asked for does not exist or is none of this person's business. */
export class NotFoundError extends Error {
  override name = 'NotFoundError'
}
