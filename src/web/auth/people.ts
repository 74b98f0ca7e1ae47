import type { Kysely } from 'kysely'
import type { Role } from '../../model/role.ts'
import type { Database } from '../../store/schema.ts'
import { hashPassword, verifyPassword } from './password.ts'

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
  const password = await hashPassword(person.password)
  const { login, name, role } = person
  await db
    .insertInto('hubUser')
    .values({ login, name, role, password, createdAt: now, disabled: 0 })
    .onConflict((conflict) => conflict.column('login').doUpdateSet({ name, role, password, disabled: 0 }))
    .execute()
  // Whoever knew the old password is signed out.
  await db.deleteFrom('session').where('login', '=', login).execute()
}

export async function addDemoPeople(db: Kysely<Database>, now: string): Promise<void> {
  const known = await db.selectFrom('hubUser').select('login').execute()
  const missing = demoPeople.filter((person) => !known.some((row) => row.login === person.login))
  await Promise.all(missing.map((person) => addPerson(db, { ...person, password: demoPassword }, now)))
}

/** A hash nobody's password has: an unknown login costs the same time as a wrong password. */
const nobody = hashPassword('nobody')

export async function checkPassword(db: Kysely<Database>, login: string, password: string): Promise<Person | null> {
  const row = await db
    .selectFrom('hubUser')
    .selectAll()
    .where('login', '=', login.trim().toLowerCase())
    .executeTakeFirst()
  const right = await verifyPassword(password, row?.password ?? (await nobody))
  return right && row && row.disabled === 0 ? { login: row.login, name: row.name, role: row.role as Role } : null
}
