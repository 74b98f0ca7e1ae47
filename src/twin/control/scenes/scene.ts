import { z } from 'zod'
import type { World } from '../world.ts'

export const SceneSettings = z.strictObject({
  /** Pause between the reports of a played call, milliseconds. */
  paceMs: z.int().min(0).max(10_000).default(0),
})
export type SceneSettings = z.infer<typeof SceneSettings>

/** One thing that can be made to happen in the fake world. */
export interface Scene {
  name: string
  /** On the button, in Russian. */
  title: string
  group: string
  play(world: World, settings: SceneSettings): Promise<ScenePlayed> | ScenePlayed
}

/** What happened: a Russian sentence, and identifiers for whoever goes on from there. */
export interface ScenePlayed {
  text: string
  [fact: string]: unknown
}

/** The world has nothing to play the scene with, such as a free flat to sell; the message is for a person. */
export class SceneImpossibleError extends Error {
  override name = 'SceneImpossibleError'
}
