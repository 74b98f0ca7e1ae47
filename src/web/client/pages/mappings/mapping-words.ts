import type { MappingState } from '../../../api/mappings/mapping-contract.ts'
import type { Tone } from '../../parts/chip.tsx'

export const stateWords: Readonly<Record<MappingState, { word: string; tone: Tone; what: string }>> = {
  used: { word: 'Работает', tone: 'good', what: 'Хаб читает записи по этому файлу.' },
  changed: {
    word: 'Файл изменён',
    tone: 'wait',
    what: 'На диске другой текст, чем тот, по которому хаб работает сейчас.',
  },
  held: {
    word: 'Отложен',
    tone: 'bad',
    what: 'Файл исправен, но в 1С нет имён, на которые он опирается: пока их нет, хаб его не использует.',
  },
  broken: { word: 'С ошибкой', tone: 'bad', what: 'Файл не разобрать: хаб его не использует.' },
  absent: { word: 'Нет файла', tone: 'idle', what: 'Хаб пока не знает, откуда это брать.' },
}

export const draftWords = { word: 'Правка не в работе', tone: 'wait' as Tone }

export const findingForms = ['замечание', 'замечания', 'замечаний'] as const
