import { formatNumber } from './number.ts'

const rules = new Intl.PluralRules('ru')

/** `21` → `21 звонок`. Forms are for 1, 2 and 5: `['звонок', 'звонка', 'звонков']`. */
export function plural(count: number, [one, few, many]: readonly [one: string, few: string, many: string]): string {
  const rule = rules.select(count)
  const form = rule === 'one' ? one : rule === 'few' ? few : many
  return `${formatNumber(count)}\u00a0${form}`
}
