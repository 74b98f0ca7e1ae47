import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import express from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { windowAssets } from '../../src/http/window-assets.ts'

const script = 'export const answer = 42\n'.repeat(200)
let folder: string
let app: express.Express

describe('the window’s scripts and sheets', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'window-assets-'))
    writeFileSync(join(folder, 'page-1a2b.js'), script)
    writeFileSync(join(folder, 'page-1a2b.js.gz'), gzipSync(script))
    writeFileSync(join(folder, 'plain-3c4d.css'), 'a{}')
    app = express().use('/assets', windowAssets(folder))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a browser that takes gzip gets it, as the script it is', async () => {
    const answer = await request(app).get('/assets/page-1a2b.js').set('Accept-Encoding', 'gzip, br').expect(200)
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(gzipSync(script).length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    expect(answer.text).toBe(script)
  })

  test.each(['identity', 'br', 'gzip;q=0'])('whoever accepts «%s» gets the plain file', async (encoding) => {
    const answer = await request(app).get('/assets/page-1a2b.js').set('Accept-Encoding', encoding).expect(200)
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.headers.vary).toBe('Accept-Encoding')
    expect(answer.text).toBe(script)
  })

  test('a file without a gzip beside it is sent as it is', async () => {
    const answer = await request(app).get('/assets/plain-3c4d.css').set('Accept-Encoding', 'gzip').expect(200)
    expect(answer.headers['content-type']).toContain('text/css')
    expect(answer.headers['content-encoding']).toBeUndefined()
  })

  test('a name the build does not know is a 404, never a page', async () => {
    await request(app).get('/assets/old-0000.js').set('Accept-Encoding', 'gzip').expect(404)
  })
})
