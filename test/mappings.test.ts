import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isMappingFile, readMappingFiles, writeMappingFiles } from '../src/mappings.ts'
import { tempFolder } from './store/temp-store.ts'

test('cases, hidden files and what editors leave behind are no mappings', () => {
  const names = [
    'unit.yaml',
    'мой-клиент.yaml',
    'unit.cases.yaml',
    '.unit.yaml',
    '#unit.yaml',
    '~unit.yaml',
    'unit.yaml~',
    'unit.yaml.tmp',
    '../unit.yaml',
    'a/b.yaml',
    'a\\b.yaml',
    'README.md',
  ]
  expect(names.filter(isMappingFile)).toEqual(['unit.yaml', 'мой-клиент.yaml'])
})

test('files are replaced, added and removed, and nothing else is left in the folder', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'a.yaml'), 'old')
  writeFileSync(join(folder, 'b.yaml'), 'old')
  writeMappingFiles(folder, { 'a.yaml': 'new', 'b.yaml': null, 'c.yaml': 'added' })
  expect(readMappingFiles(folder)).toEqual({ 'a.yaml': 'new', 'c.yaml': 'added' })
  expect(readdirSync(folder)).toEqual(['a.yaml', 'c.yaml'])
})

test('a folder that cannot be read is told of in words an administrator can act on', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'file'), '')
  expect(() => readMappingFiles(join(folder, 'gone'))).toThrow(
    /не прочитать: .+gone — такой папки нет\. .+HUB_MAPPINGS/,
  )
  expect(() => readMappingFiles(join(folder, 'file'))).toThrow(/не прочитать: .+file — это не папка\./)
})

test('a folder and a link to nothing that bear the name of a file are no files, and the others are read', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'a.yaml'), 'text')
  mkdirSync(join(folder, 'b.yaml'))
  symlinkSync(join(folder, 'nowhere'), join(folder, 'c.yaml'))
  expect(readMappingFiles(folder)).toEqual({ 'a.yaml': 'text' })
})

test('when one file cannot be written, those before it get their text back', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'a.yaml'), 'old')
  mkdirSync(join(folder, 'taken'))
  expect(() => writeMappingFiles(folder, { 'a.yaml': 'new', 'b.yaml': 'new', taken: 'new' })).toThrow(/не записать/)
  expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('old')
  expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'taken'])
})
