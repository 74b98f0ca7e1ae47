import { join } from 'node:path'
import express, { Router } from 'express'

/** The page a person opens to see what lies in "1C" and to play scenes: static files, nothing is built. */
export function pageRouter(): Router {
  const router = Router()
  router.use(express.static(join(import.meta.dirname, 'static')))
  return router
}
