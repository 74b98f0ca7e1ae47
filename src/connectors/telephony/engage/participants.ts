import { z } from 'zod'

const Digits = z.union([z.string(), z.number()]).transform(String)

/** The three shapes of telephony A3: a text, `{number, role}` of Workspace v3, a resource of Web Services v2. */
const Participant = z.union([
  Digits.transform((number) => ({ number, role: null })),
  z
    .object({ number: Digits, role: z.string().nullish() })
    .transform(({ number, role }) => ({ number, role: role ?? null })),
  z
    .object({ e164Number: Digits, phoneNumber: Digits, digits: Digits, formattedPhoneNumber: Digits })
    .partial()
    .transform((p) => ({
      number: p.e164Number ?? p.phoneNumber ?? p.digits ?? p.formattedPhoneNumber ?? '',
      role: null,
    })),
])

/** The other parties of a call as its resource lists them; `participantsInfo` knows more than `participants`. */
export function readParticipants(call: { participants?: unknown; participantsInfo?: unknown }) {
  const list = [call.participantsInfo, call.participants].find((value) => Array.isArray(value) && value.length > 0)
  const parties = z.array(Participant.catch({ number: '', role: null })).safeParse(list).data ?? []
  return parties.filter((party) => party.number !== '')
}

export type Parties = ReturnType<typeof readParticipants>

/** The one who plays `role`; without roles, the only other party there is. */
export function partyOf(parties: Parties, role: 'RoleOrigination' | 'RoleDestination'): string | null {
  const only = parties.length === 1 && parties[0]?.role === null ? parties[0] : undefined
  return (parties.find((party) => party.role === role) ?? only)?.number ?? null
}
