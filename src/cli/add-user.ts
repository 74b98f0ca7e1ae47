import { createInterface } from 'node:readline/promises'
import { type Env, readLocalConfig } from '../config.ts'
import { type Role, roles } from '../model/role.ts'
import { migrate } from '../store/migrate.ts'
import { openStore } from '../store/open.ts'
import { addPerson, loginOf } from '../web/auth/people.ts'

const shortest = 8

/** Adds a person or changes what they are; the password comes from HUB_NEW_PASSWORD or is asked for. */
export async function addUser(env: Env, person: { login: string; role: string; name: string }): Promise<number> {
  const role = roles.find((known): known is Role => known === person.role)
  if (!role) {
    console.error(`No role «${person.role}»; the roles are ${roles.join(', ')}.`)
    return 2
  }
  const password = env.HUB_NEW_PASSWORD || (await ask())
  if (password.length < shortest) {
    console.error(`The password is too short: at least ${shortest} characters.`)
    return 2
  }
  const config = readLocalConfig(env)
  const store = await openStore(config.database)
  await migrate(store.db)
  await addPerson(
    store.db,
    { login: loginOf(person.login), name: person.name, role, password },
    new Date().toISOString(),
  )
  await store.close()
  console.log(`${person.login} (${role}) may now sign in.`)
  return 0
}

async function ask(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question('Password: ')).trim()
  } finally {
    terminal.close()
  }
}
