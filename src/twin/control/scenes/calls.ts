import { callScenes } from '../../genesys/scenes.ts'
import type { Scene } from './scene.ts'

/** Every call Genesys can play, as scenes `play-call-…`. */
export const callPlays: Scene[] = callScenes.map(({ name, title }) => ({
  name: `play-call-${name}`,
  title,
  group: 'Звонки',
  async play({ genesys }, { paceMs }) {
    const call = await genesys.play({ scene: name, paceMs })
    const refused = call.replies.filter(({ status }) => status === null || status >= 300)
    const [first] = refused
    const outcome = !first
      ? `хаб принял все сообщения: ${call.replies.length}`
      : first.status === null
        ? `хаб не ответил (${first.error})`
        : `хаб отказал: ${first.status} (${refused.length} из ${call.replies.length})`
    return { text: `Звонок «${title}», ${call.ani} на ${call.dnis}: ${outcome}`, accepted: call.accepted, call }
  },
}))
