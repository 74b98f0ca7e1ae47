import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './errors.ts'
import { compileMappings, type Mappings } from './mapping/index.ts'
import type { MappingFiles } from './mapping/live-mappings.ts'

/** Reads and compiles the folder of mapping files. Throws ConfigError only when there is no such folder. */
export function readMappings(folder: string, timezone: string): Mappings {
  const files = Object.entries(readMappingFiles(folder)).map(([name, text]) => ({ name, text }))
  return compileMappings(files, { timezone })
}

/** Files of cases in a folder, in the order of their names. Throws ConfigError when it cannot be read. */
export function readCaseFiles(folder: string): { name: string; text: string }[] {
  return readFiles(folder, isCaseFile)
}

/** Text of a file of cases; null when there is none. */
export function readCaseFile(folder: string, name: string): string | null {
  const path = join(folder, name)
  return isCaseFile(name) && existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Puts a text behind a file of cases, or begins it; never takes anything away. Throws ConfigError when it cannot be. */
export function appendCases(folder: string, name: string, text: string, isNew: boolean): void {
  try {
    if (isNew) writeFileSync(join(folder, name), text, { flag: 'wx' })
    else appendFileSync(join(folder, name), text)
  } catch (cause) {
    throw new ConfigError(
      `Пример не дописать в ${join(folder, name)}: нет прав или места, либо файл только что появился. Проверьте папку и повторите.`,
      { folder, name },
      { cause },
    )
  }
}

/** Texts of the mapping files in a folder, by name in order. Throws ConfigError when it cannot be read. */
export function readMappingFiles(folder: string): MappingFiles {
  return Object.fromEntries(readFiles(folder, isMappingFile).map(({ name, text }) => [name, text]))
}

function readFiles(folder: string, isOne: (name: string) => boolean): { name: string; text: string }[] {
  try {
    const names = readdirSync(folder).filter(isOne).sort()
    return names.flatMap((name) => {
      const text = readText(join(folder, name))
      return text === null ? [] : [{ name, text }]
    })
  } catch (cause) {
    const { code = '', path = folder } = cause as NodeJS.ErrnoException
    throw new ConfigError(
      `Файлы соответствий не прочитать: ${path} — ${troubles[code] ?? `ошибка диска ${code}`}. Проверьте папку ${folder} (её задаёт HUB_MAPPINGS).`,
      { folder },
      { cause },
    )
  }
}

/** Why a folder or a file in it cannot be read, by the system's own code. */
const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'такой папки нет',
  ENOTDIR: 'это не папка',
  EACCES: 'у хаба нет права на чтение',
  EPERM: 'у хаба нет права на чтение',
}

/** Null for what only bears the name of a file: a folder, a link to nothing, a file that went while the folder was read. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR') return null
    throw error
  }
}

/** Cases lie beside the mappings; hidden files are an editor's. */
export const isMappingFile = (name: string): boolean => /^[^.~#/\\][^/\\]*(?<!\.cases)\.yaml$/.test(name)

export const isCaseFile = (name: string): boolean => /^[^.~#/\\][^/\\]*\.cases\.yaml$/.test(name)

/**
 * Gives files of the folder these texts; null removes one. Each is replaced in one step, and when one cannot be, those
 * before it get their old text back. Throws ConfigError with the reason.
 */
export function writeMappingFiles(folder: string, texts: Readonly<Record<string, string | null>>): void {
  const before = Object.fromEntries(Object.keys(texts).map((name) => [name, readText(join(folder, name))]))
  const done: string[] = []
  try {
    for (const [name, text] of Object.entries(texts)) {
      done.push(name)
      replaceFile(join(folder, name), text)
    }
  } catch (cause) {
    for (const name of done) {
      try {
        replaceFile(join(folder, name), before[name] ?? null)
      } catch {
        // What could not be written cannot be taken back either; the first reason is the one to tell.
      }
    }
    throw new ConfigError(
      `Файлы соответствий не записать в ${folder}: нет прав или места. Дайте хабу право записи в эту папку и повторите.`,
      { folder },
      { cause },
    )
  }
}

function replaceFile(path: string, text: string | null): void {
  if (text === null) {
    rmSync(path, { force: true })
    return
  }
  // A name that is no mapping's: a half-written file is never read as one.
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
