import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type Bulk, openBulk } from './bulk/open-bulk.ts'
import type { Config } from './config.ts'
import type { EmailProvider } from './connectors/email/email-provider.ts'
import { smtpProvider } from './connectors/email/smtp.ts'
import { type Onec, openOnec } from './connectors/onec/client.ts'
import { acknowledge, type Package, readChanges } from './connectors/onec/exchange.ts'
import { render, wallClockAt } from './connectors/onec/literals.ts'
import { publishedSets } from './connectors/onec/published-sets.ts'
import { openReading, type Reading } from './connectors/onec/reading/reading.ts'
import type { Lane } from './connectors/onec/sessions.ts'
import { type PutPlan, type PutRequest, type PutResult, planObject } from './connectors/onec/sink.ts'
import { defaultOrder, type ReadPlan, readAll } from './connectors/onec/source.ts'
import { openWriter, type Writer } from './connectors/onec/writer.ts'
import type { SmsProvider } from './connectors/sms/sms-provider.ts'
import { smscProvider } from './connectors/sms/smsc.ts'
import type { HookInput } from './connectors/telephony/engage/read-body.ts'
import { type EngageReading, readEngage } from './connectors/telephony/engage/read-engage.ts'
import type { Sink } from './flows/effects.ts'
import { type LinkState, newLink } from './flows/exchange/link.ts'
import { openFolder } from './flows/mappings/adopt-folder.ts'
import { createSamples, type SampleShelf } from './flows/mappings/samples.ts'
import { createDoubts, type Doubts } from './flows/sentinel/doubts.ts'
import { emailSink } from './flows/sinks/email-sink.ts'
import { onecSink } from './flows/sinks/onec-sink.ts'
import { smsSink } from './flows/sinks/sms-sink.ts'
import type { JobEngine } from './jobs/engine.ts'
import { sqliteJobs } from './jobs/sqlite/index.ts'
import { createLive, type Live } from './live.ts'
import { createLog, type Log } from './log.ts'
import { type LiveMappings, liveMappings } from './mapping/live-mappings.ts'
import type { InfobaseSchema } from './mapping/schema.ts'
import type { RawRecord } from './model/raw.ts'
import { createInbox, type Inbox, type InboxFact } from './store/inbox.ts'
import { migrate } from './store/migrate.ts'
import { openStore } from './store/open.ts'
import type { Database } from './store/schema.ts'
import type { OutboxTable } from './store/tables/calls.ts'

/** 1C as flows see it: questions and wishes, no protocol. */
export interface OnecPort {
  readAll(set: string, plan: Omit<ReadPlan, 'order'> & { order?: string | undefined }): ReturnType<typeof readAll>
  readChanges(plan: { set: string; code: string }): ReturnType<typeof readChanges>
  acknowledge(received: Package): Promise<void>
  find(set: string, condition: string): Promise<RawRecord[]>
  /** Fills a condition template of a mapping; parameters become quoted literals. */
  condition(template: string, parameters: Record<string, string>): string
  put(request: PutRequest): Promise<PutResult>
  /** What `put` would write; only looks. */
  plan(request: PutRequest): Promise<PutPlan>
  /** Whether a change is nothing but our own last write coming back. */
  isEcho: Writer['isEcho']
  metadata: Onec['metadata']
  refreshMetadata: Onec['refreshMetadata']
  /** What the base publishes, for comparing mappings with. */
  sets(): Promise<InfobaseSchema>
  ping: Onec['ping']
  health: Onec['health']
  /** Every other way of reading, for bulk work. */
  reading: Reading
  /** The same port whose questions and writes have this place in the queue to 1C; a call's is the usual. */
  lane(lane: Lane): OnecPort
}

/** Everything a flow or a route may use. Built here and nowhere else. */
export interface Hub {
  config: Config
  log: Log
  now(): Date
  startedAt: string
  db: Kysely<Database>
  jobs: JobEngine
  inbox: Inbox
  mappings: LiveMappings
  /** Records that edited mappings are tried on. */
  samples: SampleShelf
  onec: OnecPort
  sms: SmsProvider | null
  email: EmailProvider | null
  sinks: Record<OutboxTable['sink'], Sink>
  live: Live
  link: LinkState
  /** Signs that the configuration of 1C has changed. */
  doubts: Doubts
  /** Reading in bulk: decoding and mapping, aside from everything else. */
  bulk: Bulk
  /** Makes the exchange loop look at once. */
  poke(): void
  readEngage(input: HookInput): EngageReading
  /** Reads a stored fact about calls anew, with today's configuration. */
  readCallReports(fact: InboxFact): EngageReading
  close(): Promise<void>
}

/** Opens the store, compiles the mappings and ties the parts together. `overrides` replaces single parts in tests. */
export async function createHub(
  config: Config,
  overrides: Partial<Pick<Hub, 'log' | 'now' | 'sms' | 'email'>> = {},
): Promise<Hub> {
  const now = overrides.now ?? (() => new Date())
  const log = overrides.log ?? createLog(config.logLevel)
  const store = await openStore(config.database, log)
  await migrate(store.db)
  const jobs = sqliteJobs({ db: store.db, now, log, exclusive: true })
  const doubts = createDoubts(now)
  const onec = connectOnec(config, doubts, now)
  const engage = (input: HookInput) => readEngage({ ...input, fields: config.settings.calls.engage })
  const base = {
    config,
    log,
    now,
    startedAt: now().toISOString(),
    db: store.db,
    jobs,
    inbox: createInbox({ db: store.db, now, jobs }),
    mappings: liveMappings({}, { timezone: config.onec.timezone }),
    samples: createSamples(now),
    onec: onec.port,
    sms: overrides.sms === undefined ? config.sms && smscProvider(config.sms) : overrides.sms,
    email: overrides.email === undefined ? config.smtp && smtpProvider(config.smtp) : overrides.email,
    live: createLive(),
    link: newLink(now().toISOString()),
    doubts,
    bulk: openBulk({ timezone: config.onec.timezone }),
    poke: () => {},
    readEngage: engage,
    readCallReports: (fact: InboxFact) => engage(JSON.parse(fact.body) as HookInput),
    async close() {
      await base.bulk.close()
      await onec.close()
      await store.close()
    },
  }
  await openFolder(base)
  return Object.assign(base, { sinks: { onec: onecSink(base), sms: smsSink(base), email: emailSink(base) } })
}

function connectOnec(config: Config, doubts: Doubts, now: () => Date): { port: OnecPort; close(): Promise<void> } {
  const { url, user, password, timeoutMs, sessions, timezone } = config.onec
  const cache = join(config.data, 'metadata')
  const onec = openOnec({ url, user, password, timeoutMs, sessions, cache, onFailure: doubts.note })
  const writer = openWriter()
  // One session stays free for whoever waits.
  const reading = openReading(onec, Math.max(1, sessions - 1), () => wallClockAt(now(), timezone))
  const portIn = (lane: Lane): OnecPort => {
    const prompt = onec.lane(lane)
    return {
      async *readAll(set, { order, ...plan }) {
        return yield* readAll(onec, set, { ...plan, order: order ?? defaultOrder(await onec.metadata(set), set) })
      },
      readChanges: (plan) => readChanges(onec, plan),
      acknowledge: (received) => acknowledge(onec, received),
      find: (set, condition) => prompt.list(set, { filter: condition }),
      condition: render,
      put: (request) => writer.put(request, prompt),
      plan: (request) => planObject(prompt, request),
      isEcho: writer.isEcho,
      metadata: onec.metadata,
      refreshMetadata: onec.refreshMetadata,
      sets: async () => publishedSets(await onec.metadata()),
      ping: onec.ping,
      health: onec.health,
      // A service that is given an object is a write: it takes the asker's turn, not that of reading in bulk.
      reading: { ...reading, send: openReading(prompt, 1).send },
      lane: (other) => ports[other],
    }
  }
  const ports: Record<Lane, OnecPort> = { person: portIn('person'), call: portIn('call'), sync: portIn('sync') }
  // What a call or a person waits for goes before reading in bulk.
  return { port: ports.call, close: () => onec.close() }
}
