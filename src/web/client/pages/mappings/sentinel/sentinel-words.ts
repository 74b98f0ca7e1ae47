import type { SentinelChange } from '../../../../api/mappings/sentinel-contract.ts'
import type { Tone } from '../../../parts/chip.tsx'

export const changeForms = ['изменение', 'изменения', 'изменений'] as const

export const severityWords: Record<SentinelChange['severity'], { word: string; tone: Tone; what: string }> = {
  error: { word: 'Файл не работает', tone: 'bad', what: 'Файлу соответствий не хватает имени или он читал бы не то' },
  warning: { word: 'Проверить', tone: 'wait', what: 'Файл работает, но часть значений может потеряться' },
  info: { word: 'Не касается', tone: 'idle', what: 'Ни один файл соответствий на это не опирается' },
}
