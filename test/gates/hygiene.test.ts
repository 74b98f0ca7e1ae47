import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asLines, findAll, readText, root } from './source-files.ts'

/** Tracked files and those about to be: a fault is found before it is committed. The lock has a check of its own. */
const paths = execFileSync(
  'git',
  [
    '-c',
    'safe.directory=*',
    '-c',
    'core.quotePath=false',
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((path) => path && path !== 'package-lock.json' && existsSync(join(root, path)))

const texts = new Map(paths.map((path) => [path, readText(join(root, path))]))

function search(pattern: RegExp, within: RegExp = /^/): string[] {
  const chosen = [...texts].filter(([path]) => within.test(path))
  return asLines(chosen.flatMap(([path, text]) => findAll(path, text, pattern, (match) => match)))
}

// Put together from pieces, so that this file does not find itself.
const either = (...words: string[][]) => words.map((pieces) => pieces.join('')).join('|')

describe('the files of the project', () => {
  it('name no path of the machine they were written on', () => {
    const folders = either(['wo', 'rk'], ['ro', 'ot'], ['ho', 'me/\\w'], ['Us', 'ers/\\w'])
    expect(search(new RegExp(`(?<![\\w.~$}-])/(${folders})(?=/)|\\b[A-Z]:\\\\Us${'ers'}`))).toEqual([])
  })

  it('name no package registry', () => {
    const hosts = either(['npm', 'js\\.org'], ['npm', 'mirror\\.'], ['yarn', 'pkg\\.com'], ['goproxy', '\\.'])
    expect(search(new RegExp(`registry\\.(${hosts})`))).toEqual([])
  })

  it('hold no keys or tokens', () => {
    const secrets = either(['BEGIN [A-Z ]*PRIVATE', ' KEY'], ['\\bgh[pousr]', '_\\w{30}'], ['\\bAKIA', '[0-9A-Z]{16}'])
    expect(search(new RegExp(secrets))).toEqual([])
  })

  it('carry no leftovers of an edit or a merge', () => {
    const marks = either(['^<{7}', ' '], ['^>{7}', ' '], ['\\bTO', 'DO\\b'], ['\\bFIX', 'ME\\b'])
    expect(search(new RegExp(marks, 'm'), /\.(m?[jt]sx?|css|ya?ml|md)$/)).toEqual([])
  })

  it('include the licence and the changelog', () => {
    const license = readFileSync(join(root, 'LICENSE'), 'utf8')
    expect(license).toContain('MIT License')
    expect(license).toContain('Realtor Hub contributors')
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toMatch(/^## \[/m)
  })

  it('can be run where they are meant to be', () => {
    const programs = ['.ci/run', 'scripts/hub.mjs', 'scripts/bootstrap.mjs']
    expect(programs.filter((path) => (statSync(join(root, path)).mode & 0o111) === 0)).toEqual([])
  })
})

describe('the tests', () => {
  it('run all, every time: none is singled out, and none is skipped but for what the machine lacks', () => {
    expect(search(/\b(it|test|describe|suite)\.(only|skip|todo|fails)\b/, /^test\//)).toEqual([])
  })

  it('call only telephone numbers that belong to nobody, or plainly made up ones', () => {
    expect(search(/\+7(?!999|495000|\d*1234567)\d{10}\b/, /^test\/(?!fixtures\/)/)).toEqual([])
  })
})
