import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** Environment of a hub on any free port with data in `folder`; logs nothing but errors. */
export function hubEnv(folder: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    HUB_PORT: '0',
    HUB_DATA: folder,
    HUB_CONFIG: join(root, 'config'),
    HUB_MAPPINGS: join(root, 'mappings'),
    HUB_LOG_LEVEL: 'error',
    ...more,
  }
}
