/** What the demo base tells outsiders about itself, for its HTTP service and its web service alike. */
import type { Infobase } from '../../infobase/infobase.ts'
import { numberIn, textIn } from '../../infobase/record.ts'
import { phonesOf } from './realtor-directory.ts'

export type Offer = {
  ref: string
  code: string
  house: string
  houseRef: string
  number: string
  floor: number
  rooms: number
  area: number
  price: number
}

export type ClientCard = { ref: string; code: string; name: string; phones: string[]; manager: string }

/** Flats on sale, by house and number; of one house when its code is given. */
export function freeUnits(base: Infobase, houseCode: string | null): Offer[] {
  const houses = new Map(base.list('Catalog_Дома').map((house) => [textIn(house, 'Ref_Key'), house]))
  return base.list('Catalog_Квартиры').flatMap((unit) => {
    const house = houses.get(textIn(unit, 'Owner_Key'))
    const isOnSale = unit.Статус === 'Свободна' && unit.DeletionMark !== true
    if (!house || !isOnSale || (houseCode && textIn(house, 'Code') !== houseCode)) return []
    return [
      {
        ref: textIn(unit, 'Ref_Key'),
        code: textIn(unit, 'Code'),
        house: textIn(house, 'Description'),
        houseRef: textIn(house, 'Ref_Key'),
        number: textIn(unit, 'Номер'),
        floor: numberIn(unit, 'Этаж'),
        rooms: numberIn(unit, 'КоличествоКомнат'),
        area: numberIn(unit, 'ПлощадьОбщая'),
        price: numberIn(unit, 'Цена'),
      },
    ]
  })
}

/** The client with this phone, however it is written. */
export function clientByPhone(base: Infobase, phone: string): ClientCard | null {
  const wanted = lastTen(phone)
  if (wanted.length < 10) return null
  const client = base.find('Catalog_Контрагенты', (record) =>
    phonesOf(record).some((known) => lastTen(known) === wanted),
  )
  if (!client) return null
  const manager = base.get('Catalog_Пользователи', textIn(client, 'ОсновнойМенеджер_Key'))
  return {
    ref: textIn(client, 'Ref_Key'),
    code: textIn(client, 'Code'),
    name: textIn(client, 'Description'),
    phones: phonesOf(client),
    manager: manager ? textIn(manager, 'Description') : '',
  }
}

/** Cards hold numbers in many spellings; the last ten digits are what they have in common. */
const lastTen = (phone: string) => phone.replace(/\D/g, '').slice(-10)
