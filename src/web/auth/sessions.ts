import { createHmac, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Hub } from '../../context.ts'
import type { Role } from '../../model/role.ts'
import type { Person } from './people.ts'

const cookieName = 'hub_session'
const lifetimeMs = 12 * 3_600_000

const idOf = (hub: Hub, token: string) => createHmac('sha256', hub.config.secret).update(token).digest('base64url')

/** Signs a person in: a random cookie of which the database keeps only a keyed hash. Ends the session it replaces. */
export async function openSession(hub: Hub, person: Person, request: Request, response: Response): Promise<void> {
  await forget(hub, request)
  const token = randomBytes(32).toString('base64url')
  const now = hub.now()
  await hub.db
    .insertInto('session')
    .values({
      id: idOf(hub, token),
      login: person.login,
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
    })
    .execute()
  await hub.db.deleteFrom('session').where('expiresAt', '<', now.toISOString()).execute()
  response.cookie(cookieName, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: hub.config.http.publicUrl?.startsWith('https:') ?? false,
    maxAge: lifetimeMs,
    path: '/',
  })
}

export async function closeSession(hub: Hub, request: Request, response: Response): Promise<void> {
  await forget(hub, request)
  response.clearCookie(cookieName, { path: '/' })
}

async function forget(hub: Hub, request: Request): Promise<void> {
  const token = cookieOf(request)
  if (token) await hub.db.deleteFrom('session').where('id', '=', idOf(hub, token)).execute()
}

/** Who is asking; null when nobody is signed in, the session ran out or the person was disabled. */
export async function personOf(hub: Hub, request: Request): Promise<Person | null> {
  const token = cookieOf(request)
  if (!token) return null
  const row = await hub.db
    .selectFrom('session')
    .innerJoin('hubUser', 'hubUser.login', 'session.login')
    .select(['hubUser.login', 'hubUser.name', 'hubUser.role'])
    .where('session.id', '=', idOf(hub, token))
    .where('session.expiresAt', '>', hub.now().toISOString())
    .where('hubUser.disabled', '=', 0)
    .executeTakeFirst()
  return row ? { ...row, role: row.role as Role } : null
}

function cookieOf(request: Request): string | null {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === cookieName && value) return value
  }
  return null
}
