import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { printed } from '../../scripts/docs.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')

test.each([...printed(read)])('what %s takes from the code is as the code has it (npm run docs)', (file, text) => {
  expect(read(file)).toBe(text)
})
