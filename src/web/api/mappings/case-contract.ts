import { z } from 'zod'

/** `POST /api/mappings/{entity}/cases/preview`: what pinning a record as a case would write. */
export const CaseInput = z.object({
  entity: z.string().max(40),
  record: z.record(z.string(), z.unknown()),
  name: z.string().trim().min(1).max(200),
})

export const PinnedCase = z.object({
  file: z.string(),
  isNew: z.boolean(),
  name: z.string(),
  text: z.string(),
  error: z.string().nullable(),
  note: z.string().nullable(),
  hash: z.string(),
})
export type PinnedCase = z.infer<typeof PinnedCase>

/** `POST /api/mappings/{entity}/cases`: writes the case of which the preview had this hash. */
export const PinInput = CaseInput.extend({ seen: z.string().max(100) })
export const Pinned = z.object({ message: z.string() })
