import { z } from 'zod'

/** 1C reference: a GUID in lower case. Never the zero GUID, which means "empty" and is null here. */
export const Ref = z.guid()

/** Integer kopecks. */
export const Money = z.int()

/** Integer hundredths of a square metre. */
export const Area = z.int().nonnegative()

/** Calendar date, `2026-11-24`. */
export const DateOn = z.iso.date()

/** Instant in UTC, `2026-11-24T11:05:00.000Z`. */
export const Instant = z.iso.datetime()

/** Phone in E.164, `+79990001122`. */
export const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/)

/**
 * A phone as met in the wild. `e164` is null when the text is no dialable number (hidden caller, internal extension,
 * garbage); the text itself is always kept.
 */
export const Phone = z.object({ e164: E164.nullable(), ext: z.string().nullable(), raw: z.string() })
export type Phone = z.infer<typeof Phone>
