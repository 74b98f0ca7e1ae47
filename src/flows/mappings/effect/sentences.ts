import type { EntityName } from '../../../model/index.ts'
import type { DebtEffect, EntityEffect, FeedEffect, WritesEffect } from './effect-result.ts'
import { entityForms, told, wishForms } from './words.ts'

/** Fields whose change people feel, in their words. */
const felt: Partial<Record<EntityName, Readonly<Record<string, string>>>> = {
  unit: { status: 'статус', price: 'цену', areaTotal: 'площадь', number: 'номер', buildingRef: 'дом' },
  client: { name: 'имя', managerRef: 'менеджера', emails: 'почту' },
  deal: { price: 'сумму', schedule: 'график платежей', clientRefs: 'покупателей', unitRef: 'помещение' },
  payment: { amount: 'сумму', dealRef: 'договор', kind: 'вид операции' },
  booking: { state: 'состояние', expiresAt: 'срок', unitRef: 'помещение' },
  manager: { phone: 'телефон для SMS', login: 'логин' },
  building: { address: 'адрес', projectRef: 'жилой комплекс' },
  project: { address: 'адрес', salesPhone: 'телефон отдела продаж' },
  campaign: { trackingNumber: 'подменный номер', platformRef: 'рекламную площадку' },
}

export interface PhoneCounts {
  changed: number
  lost: number
  gained: number
}

const asks = ' (это много: хаб сначала попросит подтверждения)'

interface Found {
  entities: readonly EntityEffect[]
  phones: PhoneCounts
  feeds: readonly FeedEffect[]
  debts: DebtEffect
  writes: WritesEffect
  /** Entities of which so much would go that the hub asks before it takes it away (design §4.7). */
  braked: ReadonlySet<EntityName>
}

/** The consequences in the words of the business, losses first. */
export function sentencesOf({ entities, phones, feeds, debts, writes, braked }: Found): string[] {
  const client = entityForms.client
  return [
    ...entities.flatMap(({ entity, unreadable, leaves }) => [
      ...(unreadable.count > 0
        ? [`${told(unreadable.count, entityForms[entity], ['перестанет', 'перестанут'], 'читаться')}`]
        : []),
      ...(leaves.count > 0
        ? [told(leaves.count, entityForms[entity], ['уйдёт', 'уйдут'], `из хаба${braked.has(entity) ? asks : ''}`)]
        : []),
    ]),
    ...feeds.flatMap(({ feed, leaves }) =>
      leaves.count > 0 ? [told(leaves.count, entityForms.unit, ['уйдёт', 'уйдут'], `из фида ${feed}`)] : [],
    ),
    ...(phones.lost > 0 ? [told(phones.lost, client, ['останется', 'останутся'], 'без телефона')] : []),
    ...(phones.changed > 0 ? [told(phones.changed, client, ['сменит', 'сменят'], 'телефон')] : []),
    ...(phones.gained > 0 ? [told(phones.gained, client, ['получит', 'получат'], 'телефон')] : []),
    ...debtSentence(debts),
    ...entities.flatMap((effect) => fieldSentences(effect, phones.lost + phones.changed + phones.gained > 0)),
    ...(writes.failing.count > 0
      ? [`${told(writes.failing.count, wishForms, ['не сможет', 'не смогут'], 'попасть в 1С')}`]
      : []),
    ...(writes.count > 0
      ? [`${told(writes.count, wishForms, ['попала бы', 'попали бы'], 'в 1С иначе')} (из последних ${writes.checked})`]
      : []),
    ...feeds.flatMap(({ feed, enters }) =>
      enters.count > 0 ? [told(enters.count, entityForms.unit, ['появится', 'появятся'], `в фиде ${feed}`)] : [],
    ),
    ...entities.flatMap(({ entity, readable, enters }) => [
      ...(readable.count > 0 ? [told(readable.count, entityForms[entity], ['начнёт', 'начнут'], 'читаться')] : []),
      ...(enters.count > 0 ? [told(enters.count, entityForms[entity], ['появится', 'появятся'], 'в хабе')] : []),
    ]),
  ]
}

function fieldSentences({ entity, fields, changed }: EntityEffect, arePhonesTold: boolean): string[] {
  const words = felt[entity] ?? {}
  const known = fields.filter(({ field }) => words[field] !== undefined)
  const named = known.map(({ field, count }) =>
    told(count, entityForms[entity], ['сменит', 'сменят'], words[field] ?? ''),
  )
  const rest = fields.filter(
    ({ field }) => words[field] === undefined && !(arePhonesTold && entity === 'client' && field === 'phones'),
  )
  if (rest.length === 0) return named
  const titles = rest.map(({ title }) => `«${title}»`).join(', ')
  const most = Math.min(changed, Math.max(...rest.map(({ count }) => count)))
  return [...named, `${told(most, entityForms[entity], ['изменится', 'изменятся'], `в полях: ${titles}`)}`]
}

function debtSentence({ count, before, after }: DebtEffect): string[] {
  if (count === 0) return []
  const rubles = (kopecks: number) => `${Math.round(kopecks / 100).toLocaleString('ru-RU')} ₽`
  const verb = told(count, entityForms.deal, ['сменит', 'сменят'], 'сумму долга')
  return [`${verb}: просрочено было ${rubles(before)}, станет ${rubles(after)}`]
}
