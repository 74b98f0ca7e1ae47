import { ask, readRows } from './api.js'
import { byId, make, switchPanels } from './dom.js'
import { clock, count, plural } from './format.js'
import { showFaults, showScenes } from './levers.js'
import { sections } from './sections.js'
import { showRows } from './table.js'
import { showTraces } from './traces.js'

const refreshMs = 2000
const rowsShown = 100

const view = { section: sections[0], text: '', filter: '', state: null, readAt: 0 }

/** What the shown rows depend on; they are read again only when it changes. */
let shownFor = ''

async function refresh() {
  try {
    view.state = await ask('/control/state')
  } catch {
    showHealth('down', 'Двойник остановлен')
    return
  }
  const { infobase } = view.state
  showHealth(infobase.outage ? 'down' : 'up', infobase.outage ?? `База ${infobase.name} отвечает`)
  showTraces(view.state)
  showTabs()
  await showSection()
}

async function showSection() {
  const { section, text, filter, state } = view
  const { name, revision, outage } = state.infobase
  const wanted = JSON.stringify([section.set, text, filter, revision, outage])
  if (wanted === shownFor) return
  shownFor = wanted
  try {
    const rows = await readRows(name, section.set, {
      $filter: [section.always, filter, section.search && text && section.search(text.replaceAll("'", "''"))]
        .filter(Boolean)
        .map((condition) => `(${condition})`)
        .join(' and '),
      $orderby: section.order,
      $select: section.select,
      $top: rowsShown,
    })
    if (shownFor !== wanted) return
    showRows(byId('rows'), section, rows, JSON.stringify([section.set, text, filter]))
    byId('found').textContent =
      rows.length < rowsShown ? plural(rows.length, 'строка', 'строки', 'строк') : `первые ${rowsShown}`
    view.readAt = Date.now()
    showTrouble('')
  } catch (error) {
    if (shownFor !== wanted) return
    shownFor = ''
    showTrouble(
      error instanceof TypeError ? '1С не отвечает: соединение оборвано.' : `1С не отдала строки: ${error.message}`,
    )
  }
}

/** Rows read before the trouble stay, and a line above them says how old they are. */
function showTrouble(text) {
  byId('trouble').hidden = text === ''
  byId('trouble').textContent = view.readAt ? `${text} Ниже то, что было в ${clock(view.readAt)}.` : text
  byId('rows').classList.toggle('stale', text !== '')
}

function showHealth(className, text) {
  byId('health').className = `health ${className}`
  byId('health').textContent = text
}

/** The tabs are made once and only told their counts: one replaced under the pointer would swallow the click. */
const tabs = sections.map((section) => {
  const amount = make('b')
  const tab = make('button', { type: 'button', role: 'tab' }, `${section.title} `, amount)
  tab.addEventListener('click', () => choose(section))
  byId('tabs').append(tab)
  return { section, tab, amount }
})

function showTabs() {
  for (const { section, tab, amount } of tabs) {
    tab.setAttribute('aria-selected', String(section === view.section))
    amount.textContent = count(view.state.infobase.counts[section.set] ?? 0)
  }
}

function choose(section) {
  Object.assign(view, { section, filter: '' })
  byId('rows').scrollTop = 0
  showTabs()
  showFilters()
  showSection()
}

function showFilters() {
  const chips = (view.section.filters ?? []).map(({ title, condition }) => {
    const chip = make('button', { type: 'button', 'aria-pressed': String(view.filter === condition) }, title)
    chip.addEventListener('click', () => {
      view.filter = view.filter === condition ? '' : condition
      showFilters()
      showSection()
    })
    return chip
  })
  byId('filters').replaceChildren(...chips)
  byId('search').hidden = !view.section.search
}

for (const nav of document.querySelectorAll('.panel > .tabs')) {
  switchPanels(nav, (panel) => panel === 'faults' && showFaults())
}
byId('search').addEventListener('input', ({ target }) => {
  view.text = target.value.trim()
  showSection()
})

showFilters()
showScenes(refresh)
await refresh()
// The next question is asked only after the last was answered, so a slow twin is not flooded.
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, refreshMs))
  if (!document.hidden) await refresh()
}
