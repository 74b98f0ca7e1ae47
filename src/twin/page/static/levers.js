import { ask } from './api.js'
import { byId, make, say } from './dom.js'

/** Pause between the reports of a played call, so that a person sees it ring, talk and end. */
const paceMs = 500

/** The buttons that play scenes, in groups; the first is the one a newcomer should press. */
export async function showScenes(onPlayed) {
  const scenes = await ask('/control/scenes')
  const groups = Map.groupBy(scenes, ({ group }) => group)
  const parts = [...groups].flatMap(([group, members]) => [
    make('h2', {}, group),
    make(
      'div',
      { className: 'scene-list' },
      ...members.map((scene) => sceneButton(scene, scene === scenes[0], onPlayed)),
    ),
  ])
  byId('scenes').replaceChildren(...parts)
}

function sceneButton({ name, title }, isFirst, onPlayed) {
  const button = make('button', { type: 'button', className: isFirst ? 'main' : '' }, title)
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      const { text, accepted } = await ask(`/control/scenes/${name}`, 'POST', { paceMs })
      say(text, accepted === false)
    } catch (error) {
      say(error.message, true)
    }
    button.disabled = false
    onPlayed()
  })
  return button
}

/** The switches of what may go wrong, by part of the world. */
export async function showFaults() {
  const parts = await ask('/control/faults')
  byId('faults').replaceChildren(
    ...parts.flatMap(({ part, title, faults }) =>
      [...Map.groupBy(faults, ({ group }) => group)].flatMap(([group, members]) => [
        make('h2', {}, group ? `${title}: ${group.toLowerCase()}` : title),
        ...members.map((fault) => faultLine(part, fault)),
      ]),
    ),
  )
}

function faultLine(part, fault) {
  const { name, title, value, usual } = fault
  const { input, read } = controlOf(fault)
  input.addEventListener('change', async () => {
    const wanted = read() ?? usual
    try {
      await ask('/control/faults', 'PATCH', { [part]: { [name]: wanted } })
    } catch (error) {
      say(error.message, true)
    }
    showFaults()
  })
  const isUsual = JSON.stringify(value) === JSON.stringify(usual)
  return make('label', { className: isUsual ? 'fault' : 'fault on' }, make('span', {}, title), input)
}

/** The field of a switch and how its value is read; nothing read means: as usual. */
function controlOf({ kind, value, options }) {
  if (kind === 'switch') {
    const input = make('input', { type: 'checkbox', checked: value })
    return { input, read: () => input.checked }
  }
  if (kind === 'choice') {
    const input = make(
      'select',
      {},
      ...options.map((option) => make('option', { selected: option === value }, `${option}`)),
    )
    return { input, read: () => options[input.selectedIndex] }
  }
  if (kind === 'text' || kind === 'names') {
    const input = make('input', { type: 'text', value: kind === 'names' ? value.join(', ') : value })
    const names = () =>
      input.value
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
    return { input, read: kind === 'names' ? names : () => input.value }
  }
  const input = make('input', { type: 'number', min: 0, value: value ?? '', placeholder: 'нет' })
  return { input, read: () => (input.value === '' ? undefined : Number(input.value)) }
}
