import type { Infobase } from '../../infobase/infobase.ts'
import type { Renaming } from '../../infobase/restructure.ts'
import { type Scene, SceneImpossibleError } from './scene.ts'

/** What an update of each demo's configuration renames: an attribute the hub leans on, and one it does not. */
const updates: readonly Renaming[] = [
  { set: 'Catalog_Контрагенты', from: 'СтадияКлиента', to: 'ЭтапРаботы' },
  { set: 'Catalog_Контрагенты', from: 'ДатаРождения', to: 'УдалитьДатаРождения' },
  { set: 'Catalog_Партнеры', from: 'Куратор', to: 'ОтветственныйМенеджер' },
]

/** The configuration of the infobase is updated, and the update is taken back. */
export const configurationScenes: Scene[] = [
  {
    name: 'update-configuration',
    title: 'Обновить конфигурацию',
    group: 'База 1С',
    play: ({ infobase }) => rename(infobase, updates, 'Конфигурация уже обновлена'),
  },
  {
    name: 'restore-configuration',
    title: 'Вернуть прежнюю конфигурацию',
    group: 'База 1С',
    play: ({ infobase }) =>
      rename(
        infobase,
        updates.map(({ set, from, to }) => ({ set, from: to, to: from })),
        'Конфигурация и так прежняя',
      ),
  },
]

function rename(infobase: Infobase, renamings: readonly Renaming[], nothing: string): { text: string } {
  const names = (set: string) => infobase.schema.sets.get(set)?.properties.map(({ attribute }) => attribute) ?? []
  const possible = renamings.filter(({ set, from }) => names(set).includes(from))
  if (possible.length === 0) throw new SceneImpossibleError(nothing)
  for (const renaming of possible) infobase.restructure(renaming)
  return { text: possible.map(({ set, from, to }) => `${set}: ${from} → ${to}`).join('; ') }
}
