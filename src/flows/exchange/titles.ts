import type { Mirrored } from '../../store/mirror.ts'

/** How people call what is pulled: nominative plural. */
export const entityTitles: Record<Mirrored, string> = {
  manager: 'Сотрудники',
  project: 'Жилые комплексы',
  building: 'Дома',
  unit: 'Помещения',
  client: 'Клиенты',
  adPlatform: 'Рекламные площадки',
  campaign: 'Рекламные кампании',
  deal: 'Договоры',
  payment: 'Оплаты',
  booking: 'Брони',
}
