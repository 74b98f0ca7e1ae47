import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './report.mjs'

const pollMs = 200

/**
 * Runs `work` while no other process runs under the same lock folder; waits for the other to finish, and takes over
 * from one that died. `work` gets a function `holdFor(pid)`: when this process is killed, the lock stays held as long
 * as that child lives, because npm goes on writing after its parent's death. The folder is moved into place with its
 * owner already inside, so nobody ever sees a lock without an owner.
 */
export async function exclusively(lock, work) {
  await take(lock)
  const release = () => giveBack(lock)
  process.once('exit', release)
  try {
    return await work((pid) => appendFileSync(join(lock, 'owner'), `\n${identity(pid)}`))
  } finally {
    process.off('exit', release)
    release()
  }
}

async function take(lock) {
  for (let waiting = false; !taken(lock); ) {
    const owner = ownerOf(lock)
    const holder = owner?.split('\n').find(isAlive)
    if (owner && !holder) {
      clear(lock, owner)
      continue
    }
    if (holder && !waiting) {
      say(`another bootstrap (process ${pidOf(holder)}) works in this folder, waiting for it`)
      waiting = true
    }
    await sleep(pollMs)
  }
}

function taken(lock) {
  const mine = aside(lock)
  rmSync(mine, { recursive: true, force: true })
  mkdirSync(dirname(lock), { recursive: true })
  mkdirSync(mine)
  writeFileSync(join(mine, 'owner'), identity(process.pid))
  const success = moved(mine, lock)
  if (!success) rmSync(mine, { recursive: true, force: true })
  return success
}

/** Renames before removing: a half-removed lock would look free while its last file is still to be deleted. */
function giveBack(lock) {
  const [owner] = ownerOf(lock)?.split('\n') ?? []
  if (owner !== identity(process.pid) || !moved(lock, aside(lock))) return
  rmSync(aside(lock), { recursive: true, force: true })
}

/** Removes a dead owner's lock, unless someone else took it over since we looked: then that one gets it back. */
function clear(lock, deadOwner) {
  const grave = `${aside(lock)}-stale`
  if (!moved(lock, grave)) return
  if (ownerOf(grave) !== deadOwner && moved(grave, lock)) return
  rmSync(grave, { recursive: true, force: true })
}

function moved(from, to) {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) return false
    throw error
  }
}

/** Who holds the lock, one identity a line; null when nobody does. */
function ownerOf(lock) {
  try {
    return readFileSync(join(lock, 'owner'), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function isAlive(holder) {
  const pid = pidOf(holder)
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  return identity(pid) === holder
}

/** Pid and, where the system tells, start time: pids are used again, in containers within seconds. */
function identity(pid) {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)
    return `${pid} ${afterName.split(' ')[19]}`
  } catch {
    return String(pid)
  }
}

function pidOf(holder) {
  return Number(holder.split(' ')[0])
}

function aside(lock) {
  return `${lock}-${process.pid}`
}
