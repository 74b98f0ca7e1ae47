import type { EntityName } from '../../../model/index.ts'

type Forms = readonly [one: string, few: string, many: string]

export const entityForms: Readonly<Record<EntityName, Forms>> = {
  manager: ['сотрудник', 'сотрудника', 'сотрудников'],
  project: ['жилой комплекс', 'жилых комплекса', 'жилых комплексов'],
  building: ['дом', 'дома', 'домов'],
  unit: ['помещение', 'помещения', 'помещений'],
  client: ['клиент', 'клиента', 'клиентов'],
  adPlatform: ['рекламная площадка', 'рекламные площадки', 'рекламных площадок'],
  campaign: ['рекламная кампания', 'рекламные кампании', 'рекламных кампаний'],
  deal: ['договор', 'договора', 'договоров'],
  payment: ['оплата', 'оплаты', 'оплат'],
  booking: ['бронь', 'брони', 'броней'],
  interaction: ['взаимодействие', 'взаимодействия', 'взаимодействий'],
}

export const wishForms: Forms = ['запись', 'записи', 'записей']

const rules = new Intl.PluralRules('ru')
const numbers = new Intl.NumberFormat('ru-RU')

/** `12 клиентов`. */
function counted(count: number, [one, few, many]: Forms): string {
  const rule = rules.select(count)
  return `${numbers.format(count)} ${rule === 'one' ? one : rule === 'few' ? few : many}`
}

/** `12 клиентов сменят телефон`: the verb agrees with the number. */
export function told(count: number, forms: Forms, [one, many]: readonly [string, string], rest: string): string {
  return `${counted(count, forms)} ${rules.select(count) === 'one' ? one : many} ${rest}`
}
