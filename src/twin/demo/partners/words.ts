/** The words of this configuration for those of the business. */
import type { Channel } from '../advertising.ts'
import type { Booking } from '../bookings.ts'
import type { Deal } from '../deals.ts'
import type { HousePlan } from '../houses.ts'
import type { PaymentKind } from '../schedules.ts'
import type { Finishing, UnitKind, UnitStatus } from '../units.ts'

/** Names of predefined items of the catalog of statuses. */
export const statuses = {
  Свободна: 'ВПродаже',
  Забронирована: 'ВРезерве',
  Продана: 'Реализован',
  НеВПродаже: 'СнятСПродажи',
  ВЗалоге: 'Заложен',
} as const satisfies Record<UnitStatus, string>

export type StatusName = (typeof statuses)[UnitStatus]

/** A studio is a dwelling of that many rooms here. */
export const purposes: Record<UnitKind, string> = {
  Квартира: 'Жилое',
  Студия: 'Жилое',
  Коммерческое: 'Нежилое',
  Машиноместо: 'Паркинг',
  Кладовая: 'Келлер',
}

export const rooms = ['Студия', 'Одна', 'Две', 'Три', 'Четыре']

export const finishings: Record<Finishing, string> = {
  БезОтделки: 'БезОтделки',
  Черновая: 'ПодЧистовую',
  Предчистовая: 'WhiteBox',
  Чистовая: 'ПодКлюч',
}

export const stages: Record<HousePlan['state'], string> = {
  Строится: 'ИдетСтроительство',
  Построен: 'СтроительствоЗавершено',
  Сдан: 'ВведенВЭксплуатацию',
}

export const walls: Record<HousePlan['material'], string> = {
  Кирпич: 'КирпичныеСтены',
  Монолит: 'МонолитныйКаркас',
  Панель: 'СборныеПанели',
  МонолитКирпич: 'МонолитСКирпичом',
}

export const contractTypes: Record<Deal['contractType'], string> = {
  ДДУ: 'ДолевоеУчастие',
  ДКП: 'КупляПродажа',
  Уступка: 'УступкаПрав',
}

export const payments: Record<PaymentKind, string> = {
  ПолнаяОплата: 'СобственныеСредства',
  Ипотека: 'КредитныеСредства',
  Рассрочка: 'ОплатаПоГрафику',
}

export const bookingStates: Record<Booking['state'], string> = {
  Действует: 'Активен',
  Реализована: 'ЗавершенСделкой',
  Отменена: 'Снят',
  Истекла: 'Просрочен',
}

/** What has no channel of its own is left without one. */
export const channels: Record<Channel, string> = {
  КонтекстнаяРеклама: 'Поиск',
  Классифайды: 'Площадки',
  СоциальныеСети: 'Соцсети',
  НаружнаяРеклама: 'Наружная',
  Агентства: 'Партнеры',
  Рекомендации: 'Сарафан',
  ПрямойЗаход: 'Прямой',
  Прочее: '',
}
