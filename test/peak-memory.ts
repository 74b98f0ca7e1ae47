import { existsSync, readFileSync } from 'node:fs'

const status = '/proc/self/status'

/**
 * The most memory this process has held, in MB. Linux starts `maxRSS` of a process with what its parent held when it was
 * started, so its own mark is read where there is one.
 */
export function peakMemory(): number {
  const own = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return Number(own ?? process.resourceUsage().maxRSS) / 1024
}
