import type { Infobase } from '../../infobase/infobase.ts'
import { numberIn, type StoredRecord, textIn } from '../../infobase/record.ts'
import { pick } from '../pick.ts'
import { SceneImpossibleError } from './scene.ts'

export const flats = 'Catalog_Квартиры'
export const clients = 'Catalog_Контрагенты'
export const bookings = 'Document_Бронирование'
export const contracts = 'Document_ДоговорПродажи'
export const payments = 'Document_ПоступлениеОплаты'

export const keyOf = (record: StoredRecord) => textIn(record, 'Ref_Key')

/**
 * Some record that fits.
 *
 * @param otherwise said to the person when none does
 */
export function someRecord(
  base: Infobase,
  set: string,
  fits: (record: StoredRecord) => boolean,
  otherwise: string,
): StoredRecord {
  const found = pick(
    base.list(set),
    (record) => record.DeletionMark !== true && record.IsFolder !== true && fits(record),
  )
  if (!found) throw new SceneImpossibleError(otherwise)
  return found
}

/** A flat or a studio in one of these states. */
export function someFlat(base: Infobase, statuses: string[]): StoredRecord {
  return someRecord(
    base,
    flats,
    (flat) =>
      ['Квартира', 'Студия'].includes(textIn(flat, 'ВидПомещения')) && statuses.includes(textIn(flat, 'Статус')),
    `В базе нет квартиры в состоянии: ${statuses.join(', ')}`,
  )
}

export const someClient = (base: Infobase) => someRecord(base, clients, () => true, 'В базе нет контрагентов')

export function someManager(base: Infobase): StoredRecord {
  const sells = (user: StoredRecord) => textIn(user, 'Подразделение') === 'Отдел продаж'
  return someRecord(base, 'Catalog_Пользователи', sells, 'В базе нет сотрудников отдела продаж')
}

/** `кв. 147, Корпус 2 (Север)`. */
export function flatTitle(base: Infobase, flat: StoredRecord): string {
  const house = base.get('Catalog_Дома', textIn(flat, 'Owner_Key'))
  return `кв. ${textIn(flat, 'Номер')}, ${house ? textIn(house, 'Description') : 'дом не указан'}`
}

export const nameOf = (record: StoredRecord) => textIn(record, 'Description')

export function contractTitle(contract: StoredRecord): string {
  return `договор ${textIn(contract, 'НомерДоговора') || textIn(contract, 'Number')}`
}

/** What was paid by each contract less what was given back, kopecks by the contract's key; only posted payments count. */
export function paidByContract(base: Infobase): Map<string, number> {
  const paid = new Map<string, number>()
  for (const payment of base.list(payments)) {
    if (payment.Posted !== true) continue
    const contract = textIn(payment, 'Договор_Key')
    const sum = Math.round(numberIn(payment, 'Сумма') * 100) * (payment.ВидОперации === 'Возврат' ? -1 : 1)
    paid.set(contract, (paid.get(contract) ?? 0) + sum)
  }
  return paid
}

/** Writes a document and posts it where the configuration posts such documents. */
export function keepDocument(base: Infobase, set: string, body: Record<string, unknown>): StoredRecord {
  const document = base.write(set, body)
  const { object } = base.entitySet(set)
  return object.kind === 'Document' && object.posting ? base.post(set, keyOf(document)) : document
}

export const roubles = (sum: number) => `${new Intl.NumberFormat('ru-RU').format(sum)} ₽`

/** Wall-clock time of 1C moved by so many days. */
export function daysFrom(wallClock: string, days: number): string {
  const moved = new Date(`${wallClock}Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 19)
}

/** Midnight of a wall-clock time: how 1C keeps a date without a time. */
export const dayOf = (wallClock: string) => `${wallClock.slice(0, 10)}T00:00:00`

/** `23.11.2026`. */
export const dateText = (wallClock: string) => wallClock.slice(0, 10).split('-').reverse().join('.')
