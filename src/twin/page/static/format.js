const thin = new Intl.NumberFormat('ru-RU')
const money = new Intl.NumberFormat('ru-RU', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const count = (value) => thin.format(value)

/** Roubles: `7 850 000 ₽`, kopecks only when there are any. */
export function roubles(value) {
  if (value === null || value === undefined || value === '') return '—'
  return `${Number.isInteger(Number(value)) ? thin.format(value) : money.format(value)} ₽`
}

export const metres = (value) => (value ? `${thin.format(value)} м²` : '—')

/** A date of 1C, which is wall-clock time: `23.11.2026` or `23.11.2026 14:05`; the empty date is «—». */
export function onecDate(value) {
  return value && !value.startsWith('0001') ? value.slice(0, 10).split('-').reverse().join('.') : '—'
}

export function onecMoment(value) {
  const date = onecDate(value)
  return date === '—' ? date : `${date} ${value.slice(11, 16)}`
}

/** As `onecMoment` without the year, for lists of what is recent; the whole moment belongs in a hint. */
export const onecRecent = (value) => onecMoment(value).replace(/\.\d{4} /, ' ')

/** `Смирнова А. В.` out of a full name; anything but two or three words stays as it is. */
export function shortName(value) {
  const [, surname, first, middle] =
    /^([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?) ([А-ЯЁ])[а-яё]+(?: ([А-ЯЁ])[а-яё]+)?$/.exec(value ?? '') ?? []
  return surname ? [surname, `${first}.`, middle && `${middle}.`].filter(Boolean).join(' ') : value
}

/** `№ 123 от 05.02.2026` out of the presentation of a document. */
export const documentText = (value) => (value ?? '').replace(/^.* 0*(\d+) от (\S+).*$/, '№ $1 от $2')

/** The clock time of an instant, with seconds. */
export const clock = (value) => new Date(value).toLocaleTimeString('ru-RU')

/** `+7 999 000-11-22` out of any digits that make a Russian number; anything else as it stands. */
export function phone(value) {
  const digits = String(value ?? '').replace(/\D/g, '')
  const [, a, b, c, d] = /^[78](\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits) ?? []
  return a ? `+7 ${a} ${b}-${c}-${d}` : value || '—'
}

/** `1 клиент`, `3 клиента`, `5 клиентов`. */
export function plural(amount, one, few, many) {
  const form = { one, few }[new Intl.PluralRules('ru').select(amount)] ?? many
  return `${count(amount)} ${form}`
}
