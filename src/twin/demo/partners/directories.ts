/** What a base of this configuration holds before any business is done: folders, statuses, a kind of prices, a bank. */
import type { Infobase } from '../../infobase/infobase.ts'
import { type StatusName, statuses } from './words.ts'

export type Directories = {
  /** Folders of partners. */
  people: string
  companies: string
  bank: string
  statuses: Record<StatusName, string>
  price: string
}

const PARTNERS = 'Catalog_Партнеры'
const STATUSES = 'Catalog_СтатусыОбъектов'
const PRICES = 'Catalog_ВидыЦен'

const descriptions: Record<StatusName, string> = {
  ВПродаже: 'В продаже',
  ВРезерве: 'В резерве',
  Реализован: 'Реализован',
  СнятСПродажи: 'Снят с продажи',
  Заложен: 'В залоге у банка',
}

/** Keys are the same in every base: nothing is drawn from the generator of the business. */
export function seedDirectories(base: Infobase): Directories {
  let last = 0
  function write(set: string, description: string, attributes: Record<string, unknown> = {}): string {
    last += 1
    const key = `d1c00000-0000-11f0-8000-${String(last).padStart(12, '0')}`
    base.write(set, { Ref_Key: key, Description: description, ...attributes })
    return key
  }

  const statusOf = (name: StatusName) => {
    const key = write(STATUSES, descriptions[name], { ДоступенДляПродажи: name === 'ВПродаже' })
    const record = base.get(STATUSES, key)
    if (record) base.keep(STATUSES, key, { ...record, Predefined: true, PredefinedDataName: name })
    return key
  }
  const clients = write(PARTNERS, 'Покупатели', { IsFolder: true })
  const others = write(PARTNERS, 'Банки и подрядчики', { IsFolder: true })
  const company = { Parent_Key: others, ЮрФизЛицо: 'ЮридическоеЛицо' }
  write(PARTNERS, 'СтройМонтаж', { ...company, НаименованиеПолное: 'ООО «СтройМонтаж»' })
  return {
    people: write(PARTNERS, 'Физические лица', { IsFolder: true, Parent_Key: clients }),
    companies: write(PARTNERS, 'Организации', { IsFolder: true, Parent_Key: clients }),
    bank: write(PARTNERS, 'Первый ипотечный', { ...company, НаименованиеПолное: 'АО «Первый ипотечный банк»' }),
    statuses: {
      ВПродаже: statusOf(statuses.Свободна),
      ВРезерве: statusOf(statuses.Забронирована),
      Реализован: statusOf(statuses.Продана),
      СнятСПродажи: statusOf(statuses.НеВПродаже),
      Заложен: statusOf(statuses.ВЗалоге),
    },
    price: write(PRICES, 'Базовая'),
  }
}
