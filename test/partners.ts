import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWorld, type World } from './world.ts'

const root = join(import.meta.dirname, '..')

/** Mappings an administrator of the second configuration would end up with. */
export const partnersMappings = join(import.meta.dirname, 'fixtures/partners/mappings')

/**
 * The twin's second configuration and a hub that is told the name of its exchange plan, and compares versions often: much is
 * in no plan there.
 *
 * @param mappings Folder of mapping files; the hub may write to it, so give it a copy.
 */
export async function startPartners(mappings: string, more: Record<string, string> = {}): Promise<World> {
  const config = mkdtempSync(join(tmpdir(), 'hub-config-'))
  cpSync(join(root, 'config'), config, { recursive: true })
  const settings = join(config, 'hub.yaml')
  const text = readFileSync(settings, 'utf8')
  writeFileSync(
    settings,
    text
      .replace('ExchangePlan_ОбменСХабом', 'ExchangePlan_ОбменСВнешнимиСистемами')
      .replace('compare: 10m', 'compare: 1s'),
  )
  const world = await startWorld({
    TWIN_CONFIGURATION: 'partners',
    HUB_CONFIG: config,
    HUB_MAPPINGS: mappings,
    ...more,
  })
  const { stop } = world
  return Object.assign(world, {
    async stop() {
      await stop()
      rmSync(config, { recursive: true, force: true })
    },
  })
}
