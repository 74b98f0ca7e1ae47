import type { CallRow } from '../../../api/contract.ts'
import type { Tone } from '../../parts/chip.tsx'

/** How far a call got in 1C, in a word; the reason is the server's text. */
export const onecWords: Record<CallRow['onec']['state'], { word: string; tone: Tone }> = {
  none: { word: 'Не нужен', tone: 'idle' },
  waiting: { word: 'Передаётся', tone: 'wait' },
  written: { word: 'Записан', tone: 'good' },
  failed: { word: '1С отказала', tone: 'bad' },
}

/** A call that still goes on is told instead of its length. */
export const ongoingWords: Partial<Record<CallRow['state'], string>> = {
  offered: 'поступил',
  ringing: 'звонит сейчас',
  answered: 'разговор идёт',
}
