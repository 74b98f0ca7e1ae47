import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { FieldMap } from '../../../../src/connectors/telephony/engage/engage-config.ts'
import {
  type EngageInput,
  type EngageReading,
  readEngage,
} from '../../../../src/connectors/telephony/engage/read-engage.ts'

const fields = FieldMap.parse({})

export const sample = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/telephony/${name}`, import.meta.url), 'utf8').trim()

/** Ids of the calls in the Workspace and strategy samples. */
export const callUuid = '01RCC3N118B1V0SL8O7GK2LAES000010'
export const connId = '0071027198180020'

export const request = (input: Partial<EngageInput>): EngageReading =>
  readEngage({ method: 'POST', query: {}, contentType: null, body: '', fields, ...input })

export const get = (query: EngageInput['query']): EngageReading => request({ method: 'GET', query })

export const post = (body: unknown, contentType = 'application/json'): EngageReading =>
  request({ contentType, body: typeof body === 'string' ? body : JSON.stringify(body) })

export const form = (body: string): EngageReading => post(body, 'application/x-www-form-urlencoded')

export function one({ reports }: EngageReading): EngageReading['reports'][number] {
  expect(reports).toHaveLength(1)
  return reports[0] as EngageReading['reports'][number]
}
