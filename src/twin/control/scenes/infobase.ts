import type { Faults } from '../../infobase/faults.ts'
import { working } from '../outages.ts'
import type { Scene } from './scene.ts'

/** The infobase goes away and comes back. */
export const infobaseScenes: Scene[] = [
  turn('infobase-down', 'Выключить 1С', { down: true }, '1С выключена: соединения обрываются'),
  turn('infobase-up', 'Включить 1С', working, '1С снова работает'),
  turn(
    'maintenance-on',
    'Начать обслуживание',
    { maintenance: true },
    'Начало сеансов запрещено, как при обновлении 1С',
  ),
  turn('maintenance-off', 'Закончить обслуживание', { maintenance: false }, 'Сеансы снова разрешены'),
]

function turn(name: string, title: string, faults: Partial<Faults>, text: string): Scene {
  return {
    name,
    title,
    group: 'База 1С',
    play({ infobase }) {
      Object.assign(infobase.faults, faults)
      return { text }
    },
  }
}
