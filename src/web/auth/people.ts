import type { Kysely } from 'kysely'
import type { Role } from '../../model/role.ts'
import type { Database } from '../../store/schema.ts'
import { hashPassword, nobodysHash, verifyPassword } from './password.ts'

export interface Person {
  login: string
  name: string
  role: Role
}

export const roleTitles: Record<Role, string> = {
  marketing: 'Маркетинг',
  call_center: 'Контакт-центр',
  sales: 'Продажи',
  admin: 'Администратор',
  director: 'Руководитель',
}

/** One person a role, password `demo`: only where the hub runs against its twin (design §6). */
export const demoPeople: readonly Person[] = [
  { login: 'marketing', name: 'Тамара Гончар', role: 'marketing' },
  { login: 'operator', name: 'Марина Савчук', role: 'call_center' },
  { login: 'sales', name: 'Вадим Пономарев', role: 'sales' },
  { login: 'admin', name: 'Диана Макарова', role: 'admin' },
  { login: 'director', name: 'Григорий Кудрявцев', role: 'director' },
]
const demoPassword = 'demo'

export async function addPerson(
  db: Kysely<Database>,
  person: Person & { password: string },
  now: string,
): Promise<void> {
  await putPerson(db, person, await hashPassword(person.password), now)
  // Whoever knew the old password is signed out.
  await db.deleteFrom('session').where('login', '=', person.login).execute()
}

async function putPerson(
  db: Kysely<Database>,
  { login, name, role }: Person,
  password: string,
  now: string,
): Promise<void> {
  await db
    .insertInto('hubUser')
    .values({ login, name, role, password, createdAt: now, disabled: 0 })
    .onConflict((conflict) => conflict.column('login').doUpdateSet({ name, role, password, disabled: 0 }))
    .execute()
}

export async function addDemoPeople(db: Kysely<Database>, now: string): Promise<void> {
  const known = await db.selectFrom('hubUser').select('login').execute()
  const missing = demoPeople.filter((person) => !known.some((row) => row.login === person.login))
  if (missing.length === 0) return
  // Hashed once: they share the password anyway, and a hash is made to be slow.
  const password = await hashPassword(demoPassword)
  for (const person of missing) await putPerson(db, person, password, now)
}

/** The one spelling of a login: people type it in any case, and the count of their tries must not depend on that. */
export const loginOf = (typed: string): string => typed.trim().toLowerCase()

/** An unknown login costs the same time as a wrong password. */
const nobody = nobodysHash()

export async function checkPassword(db: Kysely<Database>, login: string, password: string): Promise<Person | null> {
  const row = await db.selectFrom('hubUser').selectAll().where('login', '=', loginOf(login)).executeTakeFirst()
  const right = await verifyPassword(password, row?.password ?? nobody)
  return right && row && row.disabled === 0 ? { login: row.login, name: row.name, role: row.role as Role } : null
}
