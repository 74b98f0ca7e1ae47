import type { JournalRow } from '../../../api/contract.ts'

export const topicWords: Record<JournalRow['topic'], string> = {
  exchange: 'Обмен с 1С',
  call: 'Звонки',
  feed: 'Выгрузка',
  debt: 'Долги',
  message: 'Сообщения',
  system: 'Система',
}

export const levelWords: Record<JournalRow['level'], string> = {
  info: 'Обычные',
  warning: 'Предупреждения',
  error: 'Ошибки',
}
