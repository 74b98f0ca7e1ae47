import { callPlays } from './calls.ts'
import { configurationScenes } from './configuration.ts'
import { infobaseScenes } from './infobase.ts'
import { moneyScenes } from './money.ts'
import { peopleScenes } from './people.ts'
import { saleScenes } from './sales.ts'
import type { Scene } from './scene.ts'

/** Everything that can be made to happen, in the order of the page's buttons. */
export const scenes: Scene[] = [
  ...callPlays,
  ...saleScenes,
  ...moneyScenes,
  ...peopleScenes,
  ...infobaseScenes,
  ...configurationScenes,
]
