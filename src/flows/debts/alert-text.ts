/** What an alert says of one debtor. */
export interface AlertDebt {
  clientName: string
  dealNumber: string
  /** Kopecks. */
  overdue: number
  dpd: number
  clientPhone: string | null
}

/** Two parts of UCS-2 (messaging B): Cyrillic texts never fit the longer GSM-7. */
const maxUnits = 134
/** A name cut shorter says nothing. */
const minName = 3

/**
 * SMS to the manager about one debtor, never above two parts: «Долг 1 350 000 ₽, 36 дн.: Иванов И. И., дог. 12-34/С,
 * т. +79990001122». Only the name gives way; a contract number that alone would not fit is cut in the middle.
 */
export function alertText({ clientName, dealNumber, overdue, dpd, clientPhone }: AlertDebt): string {
  const head = `Долг ${formatRoubles(overdue)}, ${dpd} дн.: `
  const phone = clientPhone ? `, т. ${clientPhone}` : ''
  const deal = cutMiddle(`дог. ${oneLine(dealNumber)}`, maxUnits - head.length - phone.length)
  const room = maxUnits - head.length - deal.length - phone.length - 2
  const name = room < minName ? '' : cutMiddle(shortName(clientName), room)
  return `${head}${name}${name && ', '}${deal}${phone}`
}

/**
 * One SMS instead of many: how many debtors the manager has, how much they owe, and the largest of them, as many as two
 * parts hold: «Должников 7, долг 9 450 000 ₽: Иванов И. И. 1 350 000 ₽ 36 дн.; ещё 6».
 */
export function digestText(debts: readonly Pick<AlertDebt, 'clientName' | 'overdue' | 'dpd'>[]): string {
  const total = debts.reduce((sum, debt) => sum + debt.overdue, 0)
  const head = `Должников ${debts.length}, долг ${formatRoubles(total)}`
  const items = debts
    .toSorted((a, b) => b.overdue - a.overdue || b.dpd - a.dpd)
    .map(
      ({ clientName, overdue, dpd }) => `${cutMiddle(shortName(clientName), 24)} ${formatRoubles(overdue)} ${dpd} дн.`,
    )
  const texts = items.map((_, index) => {
    const shown = index + 1
    const rest = items.length - shown
    return `${head}: ${items.slice(0, shown).join('; ')}${rest > 0 ? `; ещё ${rest}` : ''}`
  })
  return texts.findLast((text) => text.length <= maxUnits) ?? head
}

/** «Иванов Иван Иванович» → «Иванов И. И.»; without a patronymic it may be a company and stays as it is. */
function shortName(name: string): string {
  const text = oneLine(name)
  const person = /^(\p{L}[\p{L}-]*) (\p{L})\p{L}* (\p{L})\p{L}*(?:ич|вна|чна)$/iu.exec(text)
  return person ? `${person[1]} ${person[2]}. ${person[3]}.` : text
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

/** «1 350 000 ₽», «0,50 ₽»: kopecks only when there are some. */
function formatRoubles(kopecks: number): string {
  const roubles = String(Math.trunc(kopecks / 100)).replace(/\B(?=(\d{3})+$)/g, ' ')
  const rest = kopecks % 100
  return `${roubles}${rest === 0 ? '' : `,${String(rest).padStart(2, '0')}`} ₽`
}

/** Keeps the beginning and the end, which tell people and companies apart, and never half of a character. */
function cutMiddle(text: string, room: number): string {
  if (text.length <= room) return text
  const head = Math.ceil((room - 1) / 2)
  const start = text
    .slice(0, head)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()
  const end = text
    .slice(text.length - (room - 1 - head))
    .replace(/^[\uDC00-\uDFFF]/, '')
    .trimStart()
  return `${start}…${end}`
}
