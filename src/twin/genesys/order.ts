import { z } from 'zod'
import { callScenes, forms } from './scenes.ts'

/** What to play: a scene by name, any part of it overridden. */
export const CallOrder = z.strictObject({
  scene: z
    .string()
    .refine((name) => callScenes.some((scene) => scene.name === name), {
      error: () => `Такой сцены нет; есть: ${callScenes.map((scene) => scene.name).join(', ')}`,
    })
    .default('new-caller'),
  ani: z.string().optional(),
  dnis: z.string().optional(),
  form: z.enum(forms).optional(),
  /** True for a random order, or the seed of an order seen before. */
  shuffle: z.union([z.boolean(), z.int().nonnegative()]).optional(),
  /** How many times each report is sent. */
  repeat: z.int().min(1).max(20).optional(),
  /** Attached pairs, over those of the scene; an empty value takes a pair away. */
  userData: z.record(z.string(), z.string()).optional(),
  /** Pause between reports: 0 for tests, about half a second for people to watch. */
  paceMs: z.int().min(0).max(10_000).default(0),
})
export type CallOrder = z.input<typeof CallOrder>

/** The order with its defaults filled in. */
export type ReadOrder = z.output<typeof CallOrder>
