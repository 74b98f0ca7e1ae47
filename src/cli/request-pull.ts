import { type Env, readLocalConfig } from '../config.ts'
import { migrate } from '../store/migrate.ts'
import { openStore } from '../store/open.ts'
import { putState } from '../store/state.ts'

/** Leaves a note in the database: the running hub sees it at its next poll, a stopped one when it starts. */
export async function requestPull(env: Env): Promise<number> {
  const config = readLocalConfig(env)
  const store = await openStore(config.database)
  await migrate(store.db)
  const now = new Date().toISOString()
  await putState(store.db, 'pull.wanted', now, now)
  await store.close()
  console.log('A full pull was asked for; the hub does it at its next look at 1C.')
  return 0
}
