import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express, { type ErrorRequestHandler } from 'express'
import { clientDirectory } from './control/client-directory.ts'
import { patchFaults } from './control/faults.ts'
import { controlRouter } from './control/router.ts'
import type { World } from './control/world.ts'
import { demos } from './demo/demos.ts'
import { openGenesys } from './genesys/genesys.ts'
import { genesysRouter } from './genesys/router.ts'
import { wallClock } from './infobase/clock.ts'
import { type InfobaseOptions, openInfobase } from './infobase/infobase.ts'
import { inventRecords } from './infobase/invent.ts'
import { infobaseRouter } from './infobase/router.ts'
import { readSavedMetadata } from './infobase/saved-metadata/read-saved-metadata.ts'
import { mailRouter } from './mail/router.ts'
import { openMailSink } from './mail/sink.ts'
import type { TwinOptions } from './options.ts'
import { pageRouter } from './page/router.ts'
import { plansRouter } from './plans/router.ts'
import { openSmsCentre } from './sms/centre.ts'
import { smsRouter } from './sms/router.ts'

export interface Twin extends World {
  /** Where it listens, `http://127.0.0.1:8081`. */
  address: string
  smtpPort: number
  close(): Promise<void>
}

/** Starts the fake world around the hub: an infobase, an SMS centre, a mail server, a contact centre, and their page. */
export async function startTwin(options: TwinOptions): Promise<Twin> {
  const { host, timezone } = options
  const now = clockOf(options.today, timezone)
  if (options.dataFolder) mkdirSync(options.dataFolder, { recursive: true })
  const mail = await openMailSink({ host, port: options.smtpPort, now })
  const demo = demos[options.configuration]
  const infobase = openInfobase({
    name: options.base,
    file: options.dataFolder && join(options.dataFolder, fileOf(options)),
    ...contentOf(options, now()),
    users: demo.users,
    now,
    timezone,
  })
  let address = ''
  const genesys = openGenesys({
    hub: { url: options.hubUrl, token: options.hookToken },
    directory: clientDirectory(infobase, demo.directory),
    now,
    recordingsUrl: () => `${address}/genesys/api/v2`,
  })
  const world: World = { infobase, sms: openSmsCentre(now), mail, genesys, now, timezone }
  if (!options.metadata) patchFaults(world, { infobase: { unpublished: [...demo.unpublished] } })
  patchFaults(world, options.faults)

  const app = express()
  app.disable('x-powered-by')
  app.use('/sms', smsRouter(world.sms))
  app.use('/mail', mailRouter(mail))
  app.use('/genesys', genesysRouter(genesys))
  app.use('/plans', plansRouter())
  app.use('/control', controlRouter(world))
  app.use(`/${infobase.name}`, infobaseRouter(infobase))
  app.use('/', pageRouter())
  app.use(answerError)

  const server = createServer(app)
  server.listen(options.port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    infobase.close()
    await mail.close()
    throw new Error(`The twin cannot listen on ${host}:${options.port}; set TWIN_PORT to a free port`, { cause })
  }
  address = `http://${host}:${(server.address() as AddressInfo).port}`

  async function close() {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
    await mail.close()
    infobase.close()
  }
  return { ...world, address, smtpPort: mail.port, close }
}

/** Each configuration keeps a file of its own: the records of one are no records of another. */
const fileOf = ({ base, configuration }: TwinOptions) =>
  configuration === 'realtor' ? `${base}.sqlite` : `${base}.${configuration}.sqlite`

/** A demo, or a base made of a saved `$metadata`. */
function contentOf(
  { metadata, base, configuration, seed, host, port }: TwinOptions,
  today: Date,
): Pick<InfobaseOptions, 'configuration' | 'schema' | 'seed'> {
  if (!metadata) {
    const demo = demos[configuration]
    return { configuration: demo.configuration, seed: demo.seed(seed, today, `http://${host}:${port}/plans`) }
  }
  const schema = readSavedMetadata(metadata.xml, base)
  return { configuration: schema.configuration, schema, seed: inventRecords(metadata.records) }
}

/** The real time of day on the day asked for; days begin where the infobase lives. */
function clockOf(today: string | null, timezone: string): () => Date {
  if (!today) return () => new Date()
  const aside = Date.parse(today) - Date.parse(wallClock(new Date(), timezone).slice(0, 10))
  return () => new Date(Date.now() + aside)
}

/** Anything no part of the world foresaw: the twin is a tool, so it says plainly what broke. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error)
    return
  }
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
  response.status(status).json({ error: error instanceof Error ? error.message : String(error) })
}
