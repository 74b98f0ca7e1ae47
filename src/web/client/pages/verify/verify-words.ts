import type { Certificate } from '../../../api/contract.ts'
import type { Tone } from '../../parts/chip.tsx'

type Verdict = Certificate['verdict']

export const verdictWords: Record<Verdict, { word: string; tone: Tone }> = {
  clean: { word: 'Всё сошлось', tone: 'good' },
  healed: { word: 'Исправлено', tone: 'good' },
  gaps: { word: 'Есть расхождения', tone: 'bad' },
  failed: { word: 'Не сверено', tone: 'wait' },
}

export const gapForms = ['расхождение', 'расхождения', 'расхождений'] as const
