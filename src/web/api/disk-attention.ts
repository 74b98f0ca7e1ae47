import { statfs } from 'node:fs/promises'
import type { Hub } from '../../context.ts'
import type { Attention } from './contract.ts'

const megabyte = 2 ** 20

/** A day of calls and a pull of a large base fit into less; below it there is still time to act. */
const enoughMb = 512

/** A full disk stops everything, and what comes in then is refused: the administrator has to know before. */
export async function listLowDisk(hub: Hub): Promise<Attention[]> {
  const disk = await statfs(hub.config.data).catch(() => null)
  return disk === null ? [] : lowDisk(hub.config.data, (disk.bavail * disk.bsize) / megabyte, hub.now())
}

/** @param freeMb Megabytes left to this user. */
export function lowDisk(folder: string, freeMb: number, now: Date): Attention[] {
  if (freeMb >= enoughMb) return []
  return [
    {
      id: 'disk:data',
      kind: 'disk_low',
      title: freeMb < 1 ? 'На диске хаба не осталось места' : 'На диске хаба кончается место',
      reason: `Для папки ${folder} осталось ${Math.floor(freeMb)} МБ. Когда место кончится, хаб не сможет принять ни звонков, ни изменений из 1С. Освободите диск или перенесите папку на больший.`,
      at: now.toISOString(),
      traceId: null,
      action: null,
    },
  ]
}
