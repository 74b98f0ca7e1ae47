import type { ReplayKind } from '../../../../model/replay.ts'

/** The filter as the address bar holds it. */
export interface FilterWords {
  what?: string | undefined
  source?: string | undefined
  state?: string | undefined
  since?: string | undefined
  until?: string | undefined
  reason?: string | undefined
  text?: string | undefined
}

export const kindWords: Record<ReplayKind, string> = {
  fact: 'Входящие сообщения',
  call: 'Звонки для 1С',
  effect: 'Записи в 1С',
  job: 'Задания',
  record: 'Неразобранные записи 1С',
}

/** Forms of a thing of a kind, for its number. */
export const kindForms: Record<ReplayKind, readonly [string, string, string]> = {
  fact: ['сообщение', 'сообщения', 'сообщений'],
  call: ['звонок', 'звонка', 'звонков'],
  effect: ['запись', 'записи', 'записей'],
  job: ['задание', 'задания', 'заданий'],
  record: ['запись', 'записи', 'записей'],
}

/** What the states of a kind are called; without a word the first is meant. */
export const stateOptions: Record<ReplayKind, { value: string; label: string }[]> = {
  fact: [
    { value: '', label: 'Непрочитанные' },
    { value: 'done', label: 'Обработанные' },
    { value: 'new', label: 'Ждут обработки' },
    { value: 'all', label: 'Все' },
  ],
  call: [
    { value: '', label: 'Не записаны' },
    { value: 'written', label: 'Записаны' },
    { value: 'waiting', label: 'Передаются' },
    { value: 'all', label: 'Все' },
  ],
  effect: [
    { value: '', label: 'Отклонены' },
    { value: 'unknown', label: 'Неизвестно, записаны ли' },
    { value: 'sent', label: 'Записаны' },
    { value: 'all', label: 'Все' },
  ],
  job: [{ value: '', label: 'Не выполнены' }],
  record: [{ value: '', label: 'Не разобраны' }],
}

export const sourceWords: Record<ReplayKind, string> = {
  fact: 'Все отправители',
  call: 'Все системы',
  effect: 'Все виды',
  job: 'Все задания',
  record: 'Все сущности',
}

export const kindOf = ({ what }: FilterWords): ReplayKind =>
  what !== undefined && Object.hasOwn(kindWords, what) ? (what as ReplayKind) : 'call'
