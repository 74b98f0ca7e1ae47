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
    ...parts.flatMap(({ part, title, faults }) => [
      make('h2', {}, title),
      ...faults.map((fault) => faultLine(part, fault)),
    ]),
  )
}

function faultLine(part, { name, kind, title, value, usual }) {
  const input = kind === 'switch' ? make('input', { type: 'checkbox', checked: value }) : numberInput(value)
  input.addEventListener('change', async () => {
    const wanted = kind === 'switch' ? input.checked : input.value === '' ? usual : Number(input.value)
    try {
      await ask('/control/faults', 'PATCH', { [part]: { [name]: wanted } })
    } catch (error) {
      say(error.message, true)
    }
    showFaults()
  })
  return make('label', { className: value === usual ? 'fault' : 'fault on' }, make('span', {}, title), input)
}

function numberInput(value) {
  return make('input', { type: 'number', min: 0, value: value ?? '', placeholder: 'нет' })
}
