import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedRoutes } from '../../src/http/feeds.ts'
import type { Publication } from '../../src/inventory/feeds/publication.ts'
import { publishFeed } from '../../src/inventory/feeds/publish.ts'

const name = 'yandex.xml'
const text = '<feed><offer>1</offer><offer>2</offer></feed>'
const published = new Date('2026-11-24T12:00:00.400Z')

let folder: string
let publication: Publication
let age: number | null = 12.4
const app = express()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feeds-'))
  const isToken = (token: string, asked: string) => token === 'demo-feed' && (asked === name || asked === 'later.xml')
  app.use(feedRoutes({ folder, isToken, dataAgeSeconds: () => age }))
  publication = await publish(['<feed>', '<offer>1</offer>', '<offer>2</offer>', '</feed>'])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function publish(chunks: string[], previous: Publication | null = null, now = published) {
  const options = { folder, name, chunks, offers: 2, previous, brakeShare: 0.2, confirmed: null, now }
  return (await publishFeed(options)).publication
}

/** What a reader without any wishes gets: no Accept-Encoding of supertest's own. */
const get = (headers: Record<string, string> = {}) =>
  request(app)
    .get('/feeds/demo-feed/yandex.xml')
    .set({ 'Accept-Encoding': 'identity', ...headers })

const plainTag = () => `"${publication.etag}"`
const gzipTag = () => `"${publication.etag}-gzip"`
const date = 'Tue, 24 Nov 2026 12:00:00 GMT'

describe('a reader of a feed', () => {
  test('gets the document with all that describes it', async () => {
    const response = await get().expect(200)
    expect(response.text).toBe(text)
    expect(response.headers).toMatchObject({
      'content-type': 'application/xml; charset=utf-8',
      'content-length': String(text.length),
      etag: plainTag(),
      'last-modified': date,
      vary: 'Accept-Encoding',
      'cache-control': 'no-cache',
      'x-robots-tag': 'noindex',
      'x-data-age': '12',
    })
    expect(response.headers).not.toHaveProperty('content-encoding')
  })

  test('asking by HEAD gets the same headers and no body', async () => {
    const response = await request(app)
      .head('/feeds/demo-feed/yandex.xml')
      .set('Accept-Encoding', 'identity')
      .expect(200)
    expect(response.text).toBeUndefined()
    expect(response.headers).toMatchObject({
      'content-length': String(text.length),
      etag: plainTag(),
      'last-modified': date,
    })
  })

  test('is told nothing of the age of the data while there is none', async () => {
    age = null
    expect((await get()).headers).not.toHaveProperty('x-data-age')
    age = 12.4
  })

  test.each(['gzip', 'gzip, deflate, br', '*', 'br;q=1, gzip;q=0.2', 'identity;q=0, gzip'])(
    'that takes «%s» gets gzip under a tag of its own',
    async (accepted) => {
      const response = await get({ 'Accept-Encoding': accepted }).expect(200)
      expect(response.headers).toMatchObject({
        'content-encoding': 'gzip',
        'content-length': String(publication.gzipSize),
        etag: gzipTag(),
      })
      expect(response.text).toBe(text)
    },
  )

  test.each(['', 'identity', 'br', 'gzip;q=0', 'gzip;q=0, *', 'identity, gzip;q=0.5', 'gzip;q=0, identity;q=0'])(
    'that takes «%s» gets the plain document',
    async (accepted) => {
      const response = await get({ 'Accept-Encoding': accepted }).expect(200)
      expect(response.headers).not.toHaveProperty('content-encoding')
      expect(response.headers.etag).toBe(plainTag())
      expect(response.text).toBe(text)
    },
  )
})

describe('a reader that has the feed already', () => {
  const answers: [string, () => Record<string, string>, number][] = [
    ['its tag', () => ({ 'If-None-Match': plainTag() }), 304],
    ['its tag weakened by a proxy', () => ({ 'If-None-Match': `W/${plainTag()}` }), 304],
    ['its tag among others', () => ({ 'If-None-Match': `"a,b", W/"c" ,${plainTag()}` }), 304],
    ['any tag', () => ({ 'If-None-Match': '*' }), 304],
    ['another tag', () => ({ 'If-None-Match': '"other"' }), 200],
    ['no tag at all', () => ({ 'If-None-Match': publication.etag }), 200],
    ['the tag of the gzip it does not take', () => ({ 'If-None-Match': gzipTag() }), 200],
    ['the tag of the gzip it takes', () => ({ 'If-None-Match': gzipTag(), 'Accept-Encoding': 'gzip' }), 304],
    ['its date', () => ({ 'If-Modified-Since': date }), 304],
    ['a later date', () => ({ 'If-Modified-Since': 'Wed, 25 Nov 2026 00:00:00 GMT' }), 304],
    ['an earlier date', () => ({ 'If-Modified-Since': 'Tue, 24 Nov 2026 11:59:59 GMT' }), 200],
    ['no date at all', () => ({ 'If-Modified-Since': 'yesterday' }), 200],
    ['its date but another tag', () => ({ 'If-Modified-Since': date, 'If-None-Match': '"other"' }), 200],
  ]
  test.each(answers)('and shows %s', async (_, headers, status) => {
    const response = await get(headers()).expect(status)
    expect(response.text).toBe(status === 304 ? '' : text)
    expect(response.headers.etag).toBe(headers()['Accept-Encoding'] ? gzipTag() : plainTag())
    expect(response.headers).toMatchObject({
      'last-modified': date,
      vary: 'Accept-Encoding',
      'cache-control': 'no-cache',
    })
  })

  test('gets the new one as soon as it is published', async () => {
    const before = (await get().expect(200)).headers.etag
    const later = new Date('2026-11-24T13:00:00Z')
    const next = await publish(['<feed>', '<offer>3</offer>', '<offer>4</offer>', '</feed>'], publication, later)
    const response = await get({ 'If-None-Match': String(before) }).expect(200)
    expect(response.text).toContain('<offer>3</offer>')
    expect(response.headers['last-modified']).toBe('Tue, 24 Nov 2026 13:00:00 GMT')
    publication = await publish(['<feed>', '<offer>1</offer>', '<offer>2</offer>', '</feed>'], next)
    await get().expect(200, text)
  })
})

describe('a wrong address', () => {
  test.each([
    '/feeds/wrong/yandex.xml',
    '/feeds/demo-feed/avito.xml',
    '/feeds/demo-feed/yandex.xml.json',
    '/feeds/demo-feed/..%2Fyandex.xml',
    '/feeds/demo-feed/%00',
  ])('%s is 404 without a word about which part is wrong', async (path) => {
    const response = await request(app).get(path).expect(404)
    expect(response.text).toBe('Нет такого фида: проверьте адрес')
    expect(response.headers['x-robots-tag']).toBe('noindex')
  })

  test('is not one that was never published yet: come back later', async () => {
    const response = await request(app).get('/feeds/demo-feed/later.xml').expect(503)
    expect(response.headers['retry-after']).toBe('60')
    expect(response.text).toMatch(/ещё не опубликован/)
    await request(app).head('/feeds/demo-feed/later.xml').expect(503)
  })
})
