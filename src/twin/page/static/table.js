import { make } from './dom.js'

/** How long a row stays marked; the same as the animations of page.css. */
const markedMs = 12_000

/** What was last seen of each section: key of a row → its version, and since when it is marked as news. */
const seen = new Map()

/** The question whose rows are shown: to another question rows are not news, they were only not asked for. */
let answered = ''

/**
 * Shows rows under the columns of a section, marking for a while those that appeared or changed since the same question
 * was answered before. The scroll position stays.
 */
export function showRows(container, section, rows, question) {
  const isRepeated = question === answered
  answered = question
  const known = seen.get(section.set) ?? new Map()
  seen.set(section.set, known)
  const body = make('tbody')
  for (const row of rows) {
    const last = known.get(row.Ref_Key)
    const isNews = last ? last.version !== row.DataVersion : isRepeated
    const entry = isNews ? { version: row.DataVersion, ...news(last) } : (last ?? { version: row.DataVersion })
    known.set(row.Ref_Key, entry)
    body.append(rowLine(section, row, entry))
  }

  const head = section.columns.map((column) => make('th', { className: placeOf(column), scope: 'col' }, column.title))
  const top = container.scrollTop
  container.replaceChildren(
    rows.length > 0
      ? make('table', {}, make('thead', {}, make('tr', {}, ...head)), body)
      : make('p', { className: 'empty' }, 'Таких строк нет'),
  )
  container.scrollTop = top
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

/** Where a column stands: numbers at the right, what may be long, and what a phone has no room for. */
const placeOf = ({ align, roomy, wide }) => [align, roomy && 'roomy', wide && 'wide'].filter(Boolean).join(' ')

function cell(column, row) {
  const text = column.value(row) || '—'
  const className = [placeOf(column), text === '—' ? 'dim' : column.tone?.(row)].filter(Boolean).join(' ')
  return make('td', { className, title: column.hint?.(row) || (text.length > 24 ? text : '') }, text)
}
