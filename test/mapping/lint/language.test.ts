import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { mappingSchema, wordsAt } from '../../../src/mapping/json-schema.ts'
import { language } from '../../../src/mapping/language.ts'
import { codes } from '../../../src/mapping/lint/codes.ts'
import { entities } from '../../../src/model/index.ts'

test('every word of the language is described, and nothing else', () => {
  const sections = { file: [], from: ['from'], into: ['into'], field: ['fields', 'any'] } as const
  for (const [section, path] of Object.entries(sections))
    expect(wordsAt(path).toSorted()).toEqual(Object.keys(language[section as keyof typeof language]).toSorted())
})

test('the schema completes the fields of the entity that `to` names', () => {
  const { allOf = [] } = mappingSchema() as { allOf?: { if: unknown; then: { properties: { fields: object } } }[] }
  expect(allOf).toHaveLength(Object.keys(entities).length)
  const client = allOf.find((each) => JSON.stringify(each.if).includes('"client"'))
  expect(client?.then.properties.fields).toMatchObject({
    propertyNames: { enum: Object.keys(entities.client.shape) },
    properties: { phones: { description: 'Телефоны', $ref: '#/$defs/field' } },
  })
})

test('the schema takes the files of the distribution and refuses a word that is none', () => {
  // `if` and `then` go beyond what zod reads back.
  const { allOf: _, ...schema } = mappingSchema()
  const language = z.fromJSONSchema(schema)
  const folder = join(import.meta.dirname, '../../../mappings')
  const files = readdirSync(folder).filter((name) => /^[^.]+\.yaml$/.test(name))
  expect(files.length).toBeGreaterThan(0)
  for (const name of files) {
    const value: unknown = parse(readFileSync(join(folder, name), 'utf8'))
    expect([name, language.safeParse(value).error?.issues ?? []]).toEqual([name, []])
  }
  expect(language.safeParse({ from: { set: 'A' }, to: 'client', fields: { name: { pth: 'B' } } }).success).toBe(false)
})

test('every rule says in Russian what it means and what to do', () => {
  for (const { means, remedy } of Object.values(codes))
    for (const text of [means, remedy]) expect(text).toMatch(/^[а-я1]/)
})
