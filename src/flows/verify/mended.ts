import type { Hub } from '../../context.ts'
import { versionOf } from '../../mapping/map-page.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { lostByMirror, type Seen } from '../exchange/known.ts'
import { requireMapping, type Sight } from './compare-mirror.ts'
import { type Gap, mirrorWords } from './gap.ts'

/** The sentence of a gap that the exchange mended while we looked, after its title. */
const mendedWords: Record<keyof typeof mirrorWords, string> = {
  missing_here: 'запись пропала в самом хабе, 1С её не меняла. Обмен уже прочитал её заново.',
  extra_here: 'запись появилась в хабе мимо обмена. Обмен её уже убрал.',
  other_version: 'запись изменилась в самом хабе, 1С её не меняла. Обмен уже прочитал её заново.',
  incomplete_here: 'строки записи пропали в самом хабе, 1С их не меняла. Обмен уже прочитал их заново.',
}

/** Gaps of one entity beyond these are not told one by one. */
const kept = 500

/**
 * Gaps that the exchange itself may mend before the second look. Where it learns of changes by comparing, a row the mirror
 * has lost comes back with the next comparison, but it was lost all the same and is named.
 */
export interface Mended {
  /** A gap of the first look. */
  note(name: Mirrored, gap: Gap, sight: Sight): void
  /** Those that are the mirror's own doing, told as mended; asked for before the exchange has its turn. */
  lost(): Promise<Gap[]>
}

export function watchMended(hub: Hub): Mended {
  const noted = new Map<Mirrored, { gap: Gap; seen: Seen }[]>()
  return {
    note(name, gap, { record }) {
      if (!(gap.kind in mirrorWords)) return
      // A record that no longer is the mapping's business was changed in 1C, or the mapping was.
      if (gap.kind === 'extra_here' && record) return
      const list = noted.get(name) ?? []
      noted.set(name, list)
      const version = record && versionOf(record, requireMapping(hub, name).expand)
      if (list.length < kept) list.push({ gap, seen: { ref: gap.ref, version } })
    },
    async lost() {
      const lost: Gap[] = []
      for (const [name, list] of noted) {
        const refs = await lostByMirror(
          hub,
          name,
          list.map(({ seen }) => seen),
        )
        lost.push(...list.filter(({ seen }) => refs.has(seen.ref)).map(({ gap }) => mended(gap)))
      }
      return lost
    },
  }
}

function mended(gap: Gap): Gap {
  const kind = gap.kind as keyof typeof mirrorWords
  return { ...gap, text: gap.text.replace(mirrorWords[kind], mendedWords[kind]) }
}
