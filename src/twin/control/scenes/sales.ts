import { numberIn, type StoredRecord, textIn } from '../../infobase/record.ts'
import type { World } from '../world.ts'
import {
  bookings,
  clients,
  contracts,
  dayOf,
  daysFrom,
  flats,
  flatTitle,
  keepDocument,
  keyOf,
  nameOf,
  roubles,
  someClient,
  someFlat,
  someManager,
} from './records.ts'
import type { Scene, ScenePlayed } from './scene.ts'

const group = 'Квартиры'

/** What people in the sales office do to a flat; each is one transaction, as a document written in 1C is. */
export const saleScenes: Scene[] = [
  { name: 'book-unit', title: 'Забронировать', group, play: inTransaction(bookUnit) },
  { name: 'free-unit', title: 'Снять бронь', group, play: inTransaction(freeUnit) },
  { name: 'sell-unit', title: 'Продать', group, play: inTransaction(sellUnit) },
  { name: 'change-price', title: 'Поднять цену', group, play: inTransaction(changePrice) },
]

function inTransaction(act: (world: World) => ScenePlayed): Scene['play'] {
  return (world) => world.infobase.transaction(() => act(world))
}

function bookUnit({ infobase: base }: World): ScenePlayed {
  const flat = someFlat(base, ['Свободна'])
  const client = someClient(base)
  const booking = keepDocument(base, bookings, {
    Date: base.now(),
    Квартира_Key: keyOf(flat),
    Контрагент_Key: keyOf(client),
    Менеджер_Key: keyOf(someManager(base)),
    ВидБрони: 'Устная',
    СостояниеБрони: 'Действует',
    ДатаОкончания: daysFrom(base.now(), 2),
  })
  setStatus(base, flat, 'Забронирована')
  return {
    text: `Забронирована ${flatTitle(base, flat)}: ${nameOf(client)}`,
    unit: keyOf(flat),
    booking: keyOf(booking),
  }
}

function freeUnit({ infobase: base }: World): ScenePlayed {
  const flat = someFlat(base, ['Забронирована'])
  closeBooking(base, flat, 'Отменена')
  setStatus(base, flat, 'Свободна')
  return { text: `Снята бронь: ${flatTitle(base, flat)}`, unit: keyOf(flat) }
}

/** A flat paid at once within a week; the client who booked it buys it, otherwise anybody. */
function sellUnit({ infobase: base }: World): ScenePlayed {
  const flat = someFlat(base, ['Свободна', 'Забронирована'])
  const booking = closeBooking(base, flat, 'Реализована')
  const buyer = (booking && base.get(clients, textIn(booking, 'Контрагент_Key'))) ?? someClient(base)
  const price = numberIn(flat, 'Цена')
  const contract = keepDocument(base, contracts, {
    Date: base.now(),
    НомерДоговора: `ДДУ-${textIn(flat, 'Code').replace(/^0+/, '')}-${base.now().slice(2, 4)}`,
    Квартира_Key: keyOf(flat),
    Менеджер_Key: booking ? textIn(booking, 'Менеджер_Key') : keyOf(someManager(base)),
    ВидОплаты: 'ПолнаяОплата',
    ВидДоговора: 'ДДУ',
    СуммаДоговора: price,
    ДатаРегистрации: dayOf(base.now()),
    Покупатели: [{ LineNumber: 1, Контрагент_Key: keyOf(buyer), Доля: 1 }],
    ГрафикПлатежей: [{ LineNumber: 1, ДатаПлатежа: dayOf(daysFrom(base.now(), 7)), Сумма: price }],
  })
  base.write(clients, { Ref_Key: keyOf(buyer), СтадияКлиента: 'Действующий' })
  setStatus(base, flat, 'Продана')
  return {
    text: `Продана ${flatTitle(base, flat)}: ${nameOf(buyer)}, ${roubles(price)}`,
    unit: keyOf(flat),
    contract: keyOf(contract),
  }
}

/** A price is never edited: a new one is set from now on, and the card of the flat shows the latest. */
function changePrice({ infobase: base }: World): ScenePlayed {
  const flat = someFlat(base, ['Свободна'])
  const before = numberIn(flat, 'Цена')
  const price = Math.round((before * 1.03) / 1000) * 1000
  base.write('InformationRegister_ЦеныКвартир', { Period: base.now(), Квартира_Key: keyOf(flat), Цена: price })
  base.write(flats, { Ref_Key: keyOf(flat), Цена: price })
  return {
    text: `${flatTitle(base, flat)}: было ${roubles(before)}, стало ${roubles(price)}`,
    unit: keyOf(flat),
    price,
  }
}

function setStatus(base: World['infobase'], flat: StoredRecord, status: string) {
  base.write(flats, { Ref_Key: keyOf(flat), Статус: status })
}

/** Ends the booking in force on a flat; undefined when there is none. */
function closeBooking(base: World['infobase'], flat: StoredRecord, state: string): StoredRecord | undefined {
  const booking = base.find(
    bookings,
    (record) => record.Квартира_Key === keyOf(flat) && record.СостояниеБрони === 'Действует' && !record.DeletionMark,
  )
  return booking && keepDocument(base, bookings, { Ref_Key: keyOf(booking), СостояниеБрони: state })
}
