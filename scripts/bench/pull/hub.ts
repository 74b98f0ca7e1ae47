import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readConfig } from '../../../src/config.ts'
import { createHub } from '../../../src/context.ts'
import { pullAll } from '../../../src/flows/exchange/pull-all.ts'
import { countMirrored } from '../../../src/store/mirror.ts'

const root = join(import.meta.dirname, '../../..')

/** The hub's own first pull, with the client mapping of the distribution; pages as large as those of the others. */
export async function hub(url: string, _clients: number, file: string, pageSize: number): Promise<number> {
  const folder = dirname(file)
  for (const name of ['mappings', 'config']) mkdirSync(join(folder, name), { recursive: true })
  copyFileSync(join(root, 'mappings/client.yaml'), join(folder, 'mappings/client.yaml'))
  const settings = readFileSync(join(root, 'config/hub.yaml'), 'utf8')
  writeFileSync(join(folder, 'config/hub.yaml'), settings.replace(/^ {2}page: .*$/m, `  page: ${pageSize}`))
  const config = readConfig({
    HUB_DATA: folder,
    HUB_DATABASE: file,
    HUB_CONFIG: join(folder, 'config'),
    HUB_MAPPINGS: join(folder, 'mappings'),
    HUB_LOG_LEVEL: 'error',
    ONEC_URL: url.slice(0, url.indexOf('/odata/')),
    ONEC_SESSIONS: '8',
  })
  const running = await createHub(config)
  await pullAll(running, 'bench', new AbortController().signal)
  const { client } = await countMirrored(running.db)
  await running.close()
  return client
}
