import type { Course } from './workspace.ts'

/** In which dress the hub hears of a call. */
export const forms = ['ors', 'workspace', 'form'] as const
export type Form = (typeof forms)[number]

export interface CallScene {
  name: string
  title: string
  caller: 'new' | 'known' | 'hidden'
  dialled: 'campaign' | 'unknown'
  ads: 'full' | 'withoutKeyword' | 'none'
  course: Course
  form: Form
  shuffle?: boolean
  repeat?: number
}

const usual = { caller: 'new', dialled: 'campaign', ads: 'full', course: 'answered', form: 'workspace' } as const

/** The calls Genesys can play; any part may be overridden when one is asked for. */
export const callScenes: CallScene[] = [
  { ...usual, name: 'new-caller', title: 'Новый клиент по рекламе' },
  { ...usual, name: 'known-client', title: 'Известный клиент', caller: 'known' },
  { ...usual, name: 'hidden-number', title: 'Скрытый номер', caller: 'hidden' },
  { ...usual, name: 'unknown-number', title: 'Неизвестный номер', dialled: 'unknown', ads: 'none' },
  { ...usual, name: 'no-keyword', title: 'Без ключевого слова', ads: 'withoutKeyword' },
  { ...usual, name: 'missed', title: 'Пропущенный', course: 'missed' },
  { ...usual, name: 'transfer', title: 'Перевод коллеге', course: 'transfer' },
  { ...usual, name: 'shuffled', title: 'Вперемешку, по три раза', shuffle: true, repeat: 3 },
  { ...usual, name: 'strategy', title: 'Стратегия, GET', form: 'ors' },
  { ...usual, name: 'strategy-form', title: 'Стратегия, форма', form: 'form' },
]
