import { byId, make } from './dom.js'
import { clock, count, phone } from './format.js'

/** Lists at the lower right: what was asked of 1C, which calls were played, what was sent. */
export function showTraces(state) {
  fill('requests', state.requests, requestLine, 'К базе ещё не обращались')
  showPoll(state.lastPoll)
  fill('calls', state.calls, callLine, 'Звонков ещё не было')
  fill('sms', state.sms, smsLine, 'Сообщений ещё не отправляли')
  fill('mail', state.mail, mailLine, 'Писем ещё не было')
  for (const name of ['calls', 'sms', 'mail']) byId(`${name}-count`).textContent = count(state.totals[name])
  byId('fault-count').textContent = state.faults.length || ''
}

/** A list that did not change is left alone, or a link in it could vanish under the pointer. */
const filled = new Map()

function fill(id, items, line, emptyText) {
  const content = JSON.stringify(items)
  if (filled.get(id) === content) return
  filled.set(id, content)
  const list = byId(id)
  const top = list.scrollTop
  list.replaceChildren(...(items.length > 0 ? items.map(line) : [make('p', { className: 'empty' }, emptyText)]))
  list.scrollTop = top
}

/** One line instead of hundreds: when the hub last asked what has changed. */
function showPoll(poll) {
  byId('poll').hidden = poll === null
  byId('poll').textContent = poll ? `Последний опрос изменений: ${clock(poll.at)}, ${count(poll.ms)} мс` : ''
}

const time = (at) => make('span', { className: 'dim', title: at }, clock(at))

function requestLine({ at, method, url, status, ms }) {
  const short = url.replace(/^\/[^/]+\/odata\/standard\.odata\/?/, '')
  const tone = status === 0 || status >= 500 ? 'red' : status >= 400 ? 'amber' : 'dim'
  return make(
    'div',
    { className: 'line' },
    time(at),
    make('span', { className: 'main', title: url }, make('b', {}, `${method} `), short),
    make('span', { className: tone }, `${status || 'обрыв'} · ${count(ms)} мс`),
  )
}

function callLine({ at, title, ani, dnis, reports, refused, error, userData }) {
  const source = userData.filter(({ key }) => key.startsWith('ad')).map(({ value }) => value)
  const answer = error
    ? `хаб не ответил: ${error}`
    : refused > 0
      ? `хаб отказал в ${refused} из ${reports}`
      : `принято хабом: ${reports}`
  return make(
    'div',
    { className: 'line' },
    time(at),
    make('span', { className: 'main' }, title),
    make('span', {}, phone(ani)),
    make('span', { className: 'more' }, `на ${phone(dnis)}${source.length > 0 ? ` · ${source.join(' · ')}` : ''}`),
    make('span', { className: `more ${refused > 0 ? 'red' : ''}` }, answer),
  )
}

const smsStatuses = {
  [-1]: ['ждёт', 'dim'],
  0: ['у оператора', 'amber'],
  1: ['доставлено', 'green'],
  20: ['не доставлено', 'red'],
}

function smsLine({ at, phone: to, text, status, segments }) {
  const [word, tone] = smsStatuses[status] ?? [String(status), 'dim']
  return make(
    'div',
    { className: 'line' },
    time(at),
    make('span', {}, phone(to)),
    make('span', { className: tone }, word),
    make('span', { className: 'message' }, text),
    make('span', { className: 'more' }, segments > 1 ? `частей: ${segments}` : ''),
  )
}

function mailLine({ id, at, from, to, subject }) {
  return make(
    'a',
    { className: 'line', href: `/mail/messages/${id}`, target: '_blank', rel: 'noopener' },
    time(at),
    make('span', { className: 'main' }, subject || '(без темы)'),
    make('span'),
    make('span', { className: 'more' }, `${from || '—'} → ${to.join(', ')}`),
  )
}
