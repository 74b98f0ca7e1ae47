import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { attachedData } from './attached-data.ts'
import type { Directory } from './directory.ts'
import { type CallFacts, newCallUuid, newConnId, newPhone, type UserDatum } from './facts.ts'
import { deliver, type Reply } from './hook.ts'
import { CallOrder, type ReadOrder } from './order.ts'
import { openRecordings, type Recordings } from './recordings.ts'
import type { Report } from './report.ts'
import { type CallScene, callScenes } from './scenes.ts'
import { shuffle } from './shuffle.ts'
import { strategyForm, strategyQuery } from './strategy.ts'
import { workspaceReports } from './workspace.ts'

export interface PlayedCall {
  scene: string
  title: string
  form: CallScene['form']
  callUuid: string
  connId: string
  ani: string
  dnis: string
  userData: UserDatum[]
  at: string
  /** Seed of the order the reports went in; null when they went in their own. */
  shuffleSeed: number | null
  /** Whether every report got a 2xx. */
  accepted: boolean
  replies: Reply[]
}

export interface Genesys {
  play(order?: CallOrder): Promise<PlayedCall>
  /** Calls played, newest first. */
  calls: PlayedCall[]
  recordings: Recordings
}

const kept = 200
const companyNumber = '+74950000100'
const unknownNumber = '+74950000999'

export interface GenesysOptions {
  hub: { url: string; token: string }
  directory: Directory
  now: () => Date
  /** Where the recording server is reached, without the final slash; asked for at each call, when it is known. */
  recordingsUrl: () => string
}

/** The contact centre: plays calls to the hub's hook and keeps their recordings. */
export function openGenesys({ hub, directory, now, recordingsUrl }: GenesysOptions): Genesys {
  const recordings = openRecordings()
  const calls: PlayedCall[] = []

  async function play(given: CallOrder = {}): Promise<PlayedCall> {
    const order = CallOrder.parse(given)
    const scene = { ...sceneNamed(order.scene), ...(order.form && { form: order.form }) }
    const facts = factsOf(scene, order)
    // Before the reports go out: the hub may ask for the recording as soon as it hears that the talk is over.
    if (scene.course !== 'missed') recordings.add(facts)
    const { reports, seed } = arrange(reportsOf(scene, facts), scene, order)
    const replies: Reply[] = []
    for (const [index, report] of reports.entries()) {
      if (index > 0 && order.paceMs > 0) await delay(order.paceMs)
      replies.push(await deliver(report, hub))
    }

    const { callUuid, connId, ani, dnis, userData, startedAt } = facts
    const played: PlayedCall = {
      scene: scene.name,
      title: scene.title,
      form: scene.form,
      callUuid,
      connId,
      ani,
      dnis,
      userData,
      at: startedAt.toISOString(),
      shuffleSeed: seed,
      accepted: replies.every(({ status }) => status !== null && status >= 200 && status < 300),
      replies,
    }
    calls.unshift(played)
    calls.splice(kept)
    return played
  }

  function factsOf(scene: CallScene, order: ReadOrder): CallFacts {
    const ad = directory.adSource(scene.ads === 'full')
    const callers = { new: newCaller, known: () => directory.clientPhone() ?? newCaller(), hidden: () => 'anonymous' }
    const dialled = { campaign: ad?.trackingNumber ?? companyNumber, unknown: unknownNumber }
    const dnis = order.dnis ?? dialled[scene.dialled]
    return {
      callUuid: newCallUuid(),
      connId: newConnId(),
      ani: order.ani ?? callers[scene.caller](),
      dnis,
      userData: attachedData(scene, ad, dnis, order.userData ?? {}),
      startedAt: now(),
    }
  }

  function reportsOf(scene: CallScene, facts: CallFacts): Report[] {
    if (scene.form === 'ors') return [strategyQuery(facts)]
    if (scene.form === 'form') return [strategyForm(facts)]
    const recording = recordings.describe(facts.callUuid, recordingsUrl())
    const reports = workspaceReports(facts, scene.course)
    // GIR announces nothing by itself (telephony A5): a script beside it posts the metadata when the file is there.
    return recording ? [...reports, { title: 'Запись готова', method: 'POST', json: recording }] : reports
  }

  function newCaller(): string {
    for (;;) {
      const phone = newPhone()
      if (!directory.isClientPhone(phone)) return phone
    }
  }

  return { play, calls, recordings }
}

function sceneNamed(name: string): CallScene {
  const scene = callScenes.find((other) => other.name === name)
  if (!scene) throw new Error(`No call scene ${name}`)
  return scene
}

function arrange(reports: Report[], scene: CallScene, order: ReadOrder) {
  const repeat = order.repeat ?? scene.repeat ?? 1
  const repeated = reports.flatMap((report) => Array.from({ length: repeat }, () => report))
  const wish = order.shuffle ?? scene.shuffle ?? false
  if (wish === false) return { reports: repeated, seed: null }
  const seed = wish === true ? randomInt(2 ** 31) : wish
  return { reports: shuffle(repeated, seed), seed }
}
