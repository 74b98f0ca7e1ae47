import { z } from 'zod'

/**
 * `meta.as` names the converter of `mapping/` that makes such a value out of what 1C gives, so that an administrator
 * writes only the path: `price: Цена`.
 */

/** 1C reference: a GUID in lower case. Never the zero GUID, which means "empty" and is null here. */
export const Ref = z.guid().meta({ as: 'ref' })

/** A reference to another entity, by the name it has among `entities`. */
export const refTo = (entity: string) => Ref.meta({ as: 'ref', entity })

/** Integer kopecks. */
export const Money = z.int().meta({ as: 'money' })

/** Integer hundredths of a square metre. */
export const Area = z.int().nonnegative().meta({ as: 'area' })

/** Calendar date, `2026-11-24`. */
export const DateOn = z.iso.date().meta({ as: 'date' })

/** Instant in UTC, `2026-11-24T11:05:00.000Z`. */
export const Instant = z.iso.datetime().meta({ as: 'instant' })

/** Phone in E.164, `+79990001122`. */
export const E164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/)
  .meta({ as: 'e164' })

/**
 * A phone as met in the wild. `e164` is null when the text is no dialable number (hidden caller, internal extension,
 * garbage); the text itself is always kept.
 */
export const Phone = z
  .object({ e164: E164.nullable(), ext: z.string().nullable(), raw: z.string() })
  .meta({ as: 'phone' })
export type Phone = z.infer<typeof Phone>
