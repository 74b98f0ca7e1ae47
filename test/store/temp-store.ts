import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/open.ts'

/** A folder of the test's own, kept for a look when the test failed. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hub-store-'))
  onTestFinished(({ task }) => {
    if (task.result?.state !== 'fail') rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A migrated store in a file of the test's own; closed when the test is over. */
export async function tempStore(): Promise<Store & { file: string }> {
  const file = join(tempFolder(), 'hub.db')
  const store = await openStore(file)
  onTestFinished(() => store.close())
  await migrate(store.db)
  return { ...store, file }
}
