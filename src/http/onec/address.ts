import type { Request } from 'express'
import type { Hub } from '../../context.ts'

/** Where the operations lie as JSON, each under its name. */
export const jsonPath = '/onec/v1'

/** Address of the hub for whoever asks: HUB_PUBLIC_URL, else the one the request came to. */
export function addressFor(hub: Hub, request: Request): string {
  return hub.config.http.publicUrl ?? `${request.protocol}://${request.get('host')}`
}
