import { make } from './dom.js'

/** How long a row stays marked; the same as the animations of page.css. */
const markedMs = 12_000

/** What was last seen of each section: key of a row → its version, and since when it is marked as news. */
const seen = new Map()

/**
 * Shows rows under the columns of a section, marking for a while those that appeared or changed since they were last
 * shown. The scroll position stays.
 */
export function showRows(container, section, rows) {
  const before = seen.get(section.set)
  const known = before ?? new Map()
  seen.set(section.set, known)
  const body = make('tbody')
  for (const row of rows) {
    const last = known.get(row.Ref_Key)
    const entry = last?.version === row.DataVersion ? last : { version: row.DataVersion, ...(before && news(last)) }
    known.set(row.Ref_Key, entry)
    body.append(rowLine(section, row, entry))
  }

  const head = section.columns.map(({ title, align }) => make('th', { className: align ?? '', scope: 'col' }, title))
  const top = container.scrollTop
  container.replaceChildren(
    rows.length > 0
      ? make('table', {}, make('thead', {}, make('tr', {}, ...head)), body)
      : make('p', { className: 'empty' }, 'Таких строк нет'),
  )
  container.scrollTop = top
}

/** Says in the place of rows why there are none. */
export function showTrouble(container, text) {
  container.replaceChildren(make('p', { className: 'empty red' }, text))
}

const news = (last) => ({ mark: last ? 'touched' : 'fresh', since: Date.now() })

function rowLine(section, row, { mark, since }) {
  const age = Date.now() - since
  const line = make('tr', {}, ...section.columns.map((column) => cell(column, row)))
  if (mark && age < markedMs) {
    line.className = mark
    // The table is drawn anew on every change in the base; the fading goes on from where it was.
    line.style.setProperty('--age', `-${age}ms`)
  }
  return line
}

function cell({ value, tone, align }, row) {
  const text = value(row) || '—'
  const className = [align, tone?.(row), text === '—' && 'dim'].filter(Boolean).join(' ')
  return make('td', { className, title: text.length > 30 ? text : '' }, text)
}
