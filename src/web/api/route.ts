import type { z } from 'zod'
import type { Hub } from '../../context.ts'
import { BadInputError, ConfigError, type HubError, MappingError, UnavailableError } from '../../errors.ts'
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

const tellable = [BadInputError, ConfigError, MappingError, UnavailableError]

/** What the person who asked can mend or has to wait for is told to that person; everything else is thrown on. */
export async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (tellable.some((kind) => error instanceof kind))
      throw new RefusedError((error as HubError).message, { cause: error })
    throw error
  }
}
