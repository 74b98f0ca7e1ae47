import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkLock, Lock } from './lock-rules.ts'
import { root } from './source-files.ts'

const Dependencies = z.record(z.string(), z.string()).default({})
const Manifest = z.object({
  dependencies: Dependencies,
  devDependencies: Dependencies,
  optionalDependencies: Dependencies,
})

const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))

describe('package-lock.json', () => {
  it('installs the same everywhere: no download addresses, every entry versioned and intact, all platforms served', () => {
    expect(checkLock(Lock.parse(read('package-lock.json')))).toEqual([])
  })
})

describe('package.json', () => {
  const manifest = Manifest.parse(read('package.json'))

  it('names every dependency with one exact version', () => {
    const ranges = Object.values(manifest).flatMap((group) =>
      Object.entries(group).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    )
    expect(ranges).toEqual([])
  })

  it('agrees with the lock', () => {
    const lock = Lock.parse(read('package-lock.json'))
    const { dependencies, devDependencies, optionalDependencies } = Manifest.parse(lock.packages[''])
    expect({ dependencies, devDependencies, optionalDependencies }).toEqual(manifest)
  })
})

describe('the lock check', () => {
  const intact = { version: '1.0.0', integrity: 'sha512-x' }

  it('objects to a download address', () => {
    const lock = { packages: { '': {}, 'node_modules/a': { ...intact, resolved: 'https://registry.invalid/a.tgz' } } }
    expect(checkLock(lock)).toEqual(['node_modules/a: has a download address'])
  })

  it('objects to an entry without a version', () => {
    expect(checkLock({ packages: { '': {}, 'node_modules/a': {} } })).toEqual(['node_modules/a: has no version'])
  })

  it('objects to an entry without a checksum', () => {
    const lock = { packages: { 'node_modules/a': { version: '1.0.0' } } }
    expect(checkLock(lock)).toEqual(['node_modules/a: has no integrity'])
  })

  it('objects to a platform package that the registry did not serve when the lock was made', () => {
    const lock = { packages: { 'node_modules/a': { ...intact, optionalDependencies: { 'a-darwin': '1.0.0' } } } }
    expect(checkLock(lock)).toEqual(['node_modules/a: its optional a-darwin is missing'])
  })

  it('finds a platform package beside or below the package that wants it', () => {
    const wants = { ...intact, optionalDependencies: { p: '1.0.0' } }
    const below = { 'node_modules/a': wants, 'node_modules/a/node_modules/p': intact }
    const beside = { 'node_modules/b/node_modules/a': wants, 'node_modules/b/node_modules/p': intact }
    const above = { 'node_modules/b/node_modules/a': wants, 'node_modules/p': intact }
    expect([below, beside, above].map((packages) => checkLock({ packages }))).toEqual([[], [], []])
  })
})
