import { z } from 'zod'
import type { UnitKind } from '../../model/unit.ts'

/** Kinds a classifier has a category for; for storage rooms none is known (feeds §1). */
export const offerKinds = ['apartment', 'studio', 'commercial', 'parking'] as const satisfies readonly UnitKind[]
export type OfferKind = (typeof offerKinds)[number]

/** Last part of a feed's address; doubles as the file name, so nothing that could leave the folder. */
export const feedNamePattern = /^[a-z0-9][a-z0-9-]*\.xml$/

const webAddress = z.url({ protocol: /^https?$/, error: 'нужен полный адрес, например https://example.ru/' })

/** One feed as an administrator sets it up: who reads it is its format, what goes in is its kinds. */
export const FeedConfig = z.strictObject({
  name: z
    .string()
    .regex(feedNamePattern, 'имя фида: строчные латинские буквы, цифры, дефис и .xml, например yandex.xml'),
  format: z.literal('yandex'),
  kinds: z
    .array(z.enum(offerKinds, { error: `вид помещения: ${offerKinds.join(', ')}; кладовые в фид не передаются` }))
    .min(1)
    .default([...offerKinds]),
  /** Shown to buyers when the complex has no sales phone of its own. */
  salesAgent: z.strictObject({
    organization: z.string().trim().min(1),
    phone: z.string().regex(/^\+7\d{10}$/, 'телефон в виде +7 и десяти цифр'),
    url: webAddress.optional(),
    email: z.email().optional(),
  }),
  /** Page of the unit on the site; `{ref}` stands for the 1C reference. */
  lotUrl: webAddress
    .refine((template) => template.includes('{ref}'), 'в адресе нет места для квартиры: {ref}')
    .optional(),
  /** Yandex wants a studio without `rooms`; some readers of YRL reject the whole file then (feeds §1). */
  studioRooms: z.boolean().default(false),
  /** The feed is held back when it would lose more than this share of its offers, until a person confirms. */
  brakeShare: z.number().min(0).max(1).default(0.2),
})
export type FeedConfig = z.infer<typeof FeedConfig>
