import { formatNumber } from './number.ts'

const rules = new Intl.PluralRules('ru')

/** Forms for 1, 2 and 5: `['звонок', 'звонка', 'звонков']`. */
export type PluralForms = readonly [one: string, few: string, many: string]

/** The form alone: of 21 is the first, of 3 the second, of 11 the third. */
export function pluralForm(count: number, [one, few, many]: PluralForms): string {
  const rule = rules.select(count)
  return rule === 'one' ? one : rule === 'few' ? few : many
}

/** `21` → `21 звонок`. */
export function plural(count: number, forms: PluralForms): string {
  return `${formatNumber(count)}\u00a0${pluralForm(count, forms)}`
}
