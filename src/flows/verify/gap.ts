import { entityNames } from '../../model/titles.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { entityTitles } from '../exchange/titles.ts'

/** What is compared: the mirrored entities, then what the hub itself brings into 1C and what waits in it. */
export type Compared = Mirrored | 'call' | 'clientKey' | 'local'

export type GapKind =
  /** In 1C, not in the hub. */
  | 'missing_here'
  /** In the hub, no longer in 1C. */
  | 'extra_here'
  /** In both, and a change of 1C has not come. */
  | 'other_version'
  /** Rows of its lists, or records that belong to it, are gone from the store. */
  | 'incomplete_here'
  /** The hub has brought it, or should have, and 1C does not have it. */
  | 'missing_in_1c'
  | 'twice_in_1c'
  /** 1C's record cannot be read with today's mapping. */
  | 'unmapped'
  /** Work that nobody will finish by itself. */
  | 'unsettled'

/** A difference by name. */
export interface Gap {
  /** A mirrored entity, or `call`, `report`, `fact`, `effect`, `job`. */
  entity: string
  /** Reference of 1C, or the number of the hub's own row. */
  ref: string
  kind: GapKind
  /** A Russian sentence, with what to do where the hub cannot mend it. */
  text: string
  healable: boolean
}

/** One line of the certificate. */
export interface Figure {
  entity: Compared
  title: string
  /** Living objects; null where 1C has no counterpart to count. */
  onec: number | null
  here: number
  /** Gaps found, all of them, also those beyond the ones that are named. */
  gaps: number
  healed: number
  /** Differences that the exchange settled by itself while we looked. */
  moved: number
  /** False when the set kept changing, so that some of its objects may not have been met. */
  complete: boolean
}

export interface Progress {
  /** What is being looked at now, for a person. */
  title: string
  done: number
  total: number
  /** Which part of how many. */
  part: number
  parts: number
}

export const comparedTitles: Record<Compared, string> = {
  ...entityTitles,
  call: 'Звонки и взаимодействия',
  clientKey: 'Клиенты, созданные хабом',
  local: 'Очереди и сообщения хаба',
}

export const newFigure = (entity: Compared): Figure => ({
  entity,
  title: comparedTitles[entity],
  onec: null,
  here: 0,
  gaps: 0,
  healed: 0,
  moved: 0,
  complete: true,
})

/** «Помещение № 147»: by number or code; a client's name is nobody's business in a certificate. */
export function recordTitle(name: Mirrored, entity: Record<string, unknown> | null): string {
  const mark = entity?.number ?? entity?.code
  return mark ? `${entityNames[name]} № ${String(mark)}` : entityNames[name]
}

/** The sentence of a gap of the mirror, after its title. */
export const mirrorWords = {
  missing_here: 'в 1С есть, а в хабе нет. Хаб может прочитать эту запись заново.',
  extra_here: 'в хабе есть, а из 1С исчезло. Хаб может пометить запись удалённой.',
  other_version: 'изменение из 1С до хаба не дошло. Хаб может прочитать эту запись заново.',
  incomplete_here:
    'в хабе не хватает строк: телефонов, покупателей или платежей графика. Хаб может прочитать запись заново.',
} as const

/** A reason as the end of a sentence, with one full stop. */
export const ended = (text: string): string => `${text.replace(/[.\s]+$/, '')}.`
