import express from 'express'
import { onTestFinished } from 'vitest'
import type { Configuration, User } from '../../../src/twin/infobase/configuration.ts'
import { type Infobase, openInfobase } from '../../../src/twin/infobase/infobase.ts'
import { infobaseRouter } from '../../../src/twin/infobase/router.ts'
import type { Schema } from '../../../src/twin/infobase/schema.ts'
import { served } from '../served.ts'

export interface Answer {
  status: number
  reason: string
  type: string
  headers: Headers
  text: string
  /** The body as JSON, a byte order mark in front of it forgiven. */
  json: () => Record<string, unknown>
}

export interface Published {
  base: Infobase
  /** The address of the publication. */
  site: string
  /** The address of the service root. */
  root: string
  /**
   * Sends a request. The path is written as one would read it and percent-encoded here; query values too, so that a plus
   * stays a plus.
   */
  ask: (
    path: string,
    query?: Record<string, string>,
    init?: { method?: string; body?: unknown } & AskOptions,
  ) => Promise<Answer>
  /** The rows of a list, as JSON. */
  rows: (set: string, query?: Record<string, string>) => Promise<Record<string, unknown>[]>
}

interface AskOptions {
  user?: string
  password?: string
  headers?: Record<string, string>
}

export const exchange: User = { name: 'exchange', password: 'exchange' }

export interface PublishOptions {
  configuration: Configuration
  schema?: Schema
  seed?: (base: Infobase) => void
  users?: readonly User[]
  file?: string | null
  now?: () => Date
}

/** An infobase over real HTTP on a free port for one test. */
export async function publish(options: PublishOptions): Promise<Published> {
  const base = openInfobase({
    name: 'test',
    configuration: options.configuration,
    ...(options.schema ? { schema: options.schema } : {}),
    file: options.file ?? null,
    seed: options.seed ?? (() => {}),
    users: options.users ?? [exchange],
    now: options.now ?? (() => new Date('2026-11-24T09:30:00Z')),
    timezone: 'Europe/Moscow',
  })
  onTestFinished(() => base.close())
  const site = `${await served(express().use('/test', infobaseRouter(base)))}/test`
  const root = `${site}/odata/standard.odata`

  async function ask(
    path: string,
    query: Record<string, string> = {},
    init: { method?: string; body?: unknown } & AskOptions = {},
  ) {
    const { method = 'GET', body, user = 'exchange', password = 'exchange', headers = {} } = init
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const url = `${root}${encodeURI(path)}${search.length > 0 ? `?${search.join('&')}` : ''}`
    const response = await fetch(url, {
      method,
      headers: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    // fetch drops the byte order mark from text(), and whether it was there is what some tests ask.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
    return {
      status: response.status,
      reason: response.statusText,
      type: response.headers.get('content-type') ?? '',
      headers: response.headers,
      text,
      json: () => JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>,
    }
  }

  return {
    base,
    site,
    root,
    ask,
    rows: async (set, query = {}) => {
      const answer = await ask(`/${set}`, { $format: 'json', ...query })
      const { value } = answer.json()
      if (!Array.isArray(value)) throw new Error(`${answer.status}: ${answer.text}`)
      return value
    },
  }
}

/** The code and text of an OData error in JSON. */
export function errorOf(answer: Answer): { status: number; code: string; text: string } {
  const error = answer.json()['odata.error'] as { code: string; message: { lang: string; value: string } }
  return { status: answer.status, code: error.code, text: error.message.value }
}

/** A GUID that is easy to recognise in a failure. */
export const guid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
