import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withTable } from '../../scripts/docs.ts'

test('the table of variables in the README is the one of config.ts (npm run docs)', () => {
  const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  expect(text).toBe(withTable(text))
})
