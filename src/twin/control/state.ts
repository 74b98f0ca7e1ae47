import { setName } from '../infobase/configuration.ts'
import { listFaults } from './faults.ts'
import { outageOf } from './outages.ts'
import { isPolling, readRequests } from './requests.ts'
import type { World } from './world.ts'

const shown = 60

/**
 * The whole world at a glance: what the infobase holds and how it feels, the last requests, messages, letters and
 * calls, newest first.
 *
 * @param revision number of commits in the infobase since start; a page asks for its rows again when it grows
 */
export function readState({ infobase, sms, mail, genesys, now }: World, revision: number) {
  const world = { infobase, sms }
  const requests = readRequests(infobase)
  return {
    now: now().toISOString(),
    infobase: {
      name: infobase.name,
      configuration: infobase.configuration.name,
      wallClock: infobase.now(),
      timezone: infobase.timezone,
      revision,
      outage: outageOf(infobase.faults),
      sessions: infobase.sessions.state(),
      counts: Object.fromEntries(
        infobase.configuration.objects.map(setName).map((set) => [set, infobase.store.table(set).size]),
      ),
    },
    faults: listFaults(world).flatMap(({ part, faults }) =>
      faults
        .filter(({ value, usual }) => JSON.stringify(value) !== JSON.stringify(usual))
        .map(({ name, title, value }) => ({ part, name, title, value })),
    ),
    totals: { sms: sms.messages().length, mail: mail.messages.length, calls: genesys.calls.length },
    // Polling apart: it would push everything else out of sight within a minute.
    requests: requests.filter((request) => !isPolling(request)).slice(0, shown),
    lastPoll: requests.find(isPolling) ?? null,
    sms: sms.messages().slice(0, shown),
    mail: mail.messages.slice(0, shown).map(({ source: _source, ...message }) => message),
    calls: genesys.calls.slice(0, shown).map(({ replies, ...call }) => ({
      ...call,
      reports: replies.length,
      refused: replies.filter(({ status }) => status === null || status >= 300).length,
      error: replies.find(({ error }) => error)?.error ?? null,
    })),
  }
}
