import type { UnitKind, UnitStatus } from '../../../model/unit.ts'

/** How a sales office calls the statuses; the letter stands in the cell, so that colour is never the only sign. */
export const statusWords: Record<UnitStatus, { word: string; plural: string; letter: string }> = {
  free: { word: 'свободна', plural: 'Свободны', letter: '' },
  booked: { word: 'забронирована', plural: 'Забронированы', letter: 'Б' },
  sold: { word: 'продана', plural: 'Проданы', letter: 'П' },
  not_for_sale: { word: 'не в продаже', plural: 'Не в продаже', letter: 'Н' },
  pledged: { word: 'в залоге', plural: 'В залоге', letter: 'З' },
}

export const kindWords: Record<UnitKind, { one: string; short: string; many: string }> = {
  apartment: { one: 'Квартира', short: 'кв.', many: 'Квартиры' },
  studio: { one: 'Студия', short: 'студия', many: 'Студии' },
  commercial: { one: 'Помещение', short: 'пом.', many: 'Коммерция' },
  parking: { one: 'Машиноместо', short: 'м/м', many: 'Машиноместа' },
  storage: { one: 'Кладовая', short: 'клад.', many: 'Кладовые' },
}
