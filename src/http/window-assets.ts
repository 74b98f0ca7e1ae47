import { existsSync, readdirSync } from 'node:fs'
import express, { type RequestHandler, type Response } from 'express'

const gzipped = /\.gz$/

/**
 * Scripts and sheets of the window from `folder`; a file's name holds its hash, so a browser never asks for it again.
 * Where the build left a gzip beside a file and the browser takes it, that is sent.
 */
export function windowAssets(folder: string): RequestHandler[] {
  const packed = new Set(existsSync(folder) ? readdirSync(folder).filter((name) => gzipped.test(name)) : [])
  return [
    (request, response, next) => {
      const gzip = `${request.path.slice(1)}.gz`
      if (packed.has(gzip)) {
        response.vary('Accept-Encoding')
        if (request.acceptsEncodings('gzip', 'identity') === 'gzip') request.url = `/${gzip}`
      }
      next()
    },
    express.static(folder, { immutable: true, maxAge: '1y', fallthrough: false, setHeaders }),
  ]
}

/** Says what is inside the gzip; left alone it would be announced as an archive. */
function setHeaders(response: Response, path: string): void {
  if (!gzipped.test(path)) return
  response.type(path.replace(gzipped, '').replace(/^.*\./, '')).set('Content-Encoding', 'gzip')
}
