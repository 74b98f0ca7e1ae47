import type { CallNote } from '../../../../api/contract.ts'
import type { Tone } from '../../../parts/chip.tsx'

/** How far the result of a conversation got, in the words of its chip; the sentence with the reason is the server's. */
export const noteWords: Record<CallNote['state'], { word: string; short: string; tone: Tone }> = {
  accepted: { word: 'Принято, передаётся в 1С', short: 'Передаётся', tone: 'wait' },
  confirmed: { word: 'Подтверждено 1С', short: 'В 1С', tone: 'good' },
  refused: { word: '1С отказала', short: 'Отказ', tone: 'bad' },
  conflict: { word: 'В 1С другой текст', short: 'Разошлось', tone: 'bad' },
}
