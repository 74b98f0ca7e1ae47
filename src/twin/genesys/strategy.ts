import type { CallFacts, UserDatum } from './facts.ts'
import type { Report } from './report.ts'

/**
 * The single report of a routing strategy when a call is offered to the contact centre: a GET whose query string holds
 * what the strategy's placeholders gave (telephony A1, engage-ors-strategy-hook-query).
 */
export function strategyQuery(call: CallFacts): Report {
  return { title: 'Стратегия маршрутизации: звонок поступил', method: 'GET', query: strategyFields(call) }
}

/** The same fields as a form POST, as strategies with a web-service block send them. */
export function strategyForm(call: CallFacts): Report {
  return { title: 'Форма от стратегии: звонок поступил', method: 'POST', form: strategyFields(call) }
}

/** Strategies write numbers without `+` and names in lower case; nested lists do not fit a query string. */
function strategyFields(call: CallFacts): Record<string, string> {
  return {
    ani: call.ani.replace(/^\+/, ''),
    dnis: call.dnis.replace(/^\+/, ''),
    servicetype: 'sales',
    connid: call.connId,
    calluuid: call.callUuid,
    ...Object.fromEntries(call.userData.filter(isPlain).map(({ key, value }) => [key.toLowerCase(), String(value)])),
  }
}

function isPlain(datum: UserDatum): boolean {
  return datum.type !== 'kvlist'
}
