/** The telephone calls of the last weeks, and the surveys operators filled in after some of them (domain §2, §9). */
import type { Campaign } from './advertising.ts'
import type { Books } from './books.ts'
import type { Client } from './clients.ts'
import { addDays, at } from './dates.ts'
import { complexes } from './houses.ts'
import type { Random } from './random.ts'
import type { PaymentKind } from './schedules.ts'

export type Call = {
  key: string
  moment: string
  isInbound: boolean
  isAnswered: boolean
  /** Null when the caller hid the number. */
  client: Client | null
  /** Of the other side, with its plus; empty when hidden. */
  phone: string
  dialled: string
  campaign: Campaign | null
  keyword: string
  recording: string
  seconds: number
  employee: string
  comment: string
  /** How the archive of calls names it. */
  externalKey: string
}

export type Survey = {
  key: string
  moment: string
  /** The call it was taken in. */
  call: string
  client: Client
  campaign: Campaign
  operator: string
  purpose: 'ДляСебя' | 'ДляДетей' | 'Инвестиция' | 'СдачаВАренду'
  payment: PaymentKind
  rooms: number
  /** Roubles. */
  budget: number
  answers: readonly (readonly [question: string, answer: string])[]
}

const DAYS = 28

type World = {
  clients: readonly Client[]
  campaigns: readonly Campaign[]
  operators: readonly string[]
  managers: readonly string[]
}

export function seedCalls(books: Books, random: Random, world: World, today: string): void {
  for (let day = DAYS; day >= 1; day -= 1) {
    const minutes = Array.from({ length: random.int(9, 18) }, () => random.int(9 * 60, 20 * 60 + 59)).sort(
      (a, b) => a - b,
    )
    for (const minute of minutes) {
      const moment = at(addDays(today, -day), Math.floor(minute / 60), minute % 60, random.int(0, 59))
      seedCall(books, random, world, moment)
    }
  }
}

function seedCall(books: Books, random: Random, world: World, moment: string): void {
  const isInbound = random.chance(0.8)
  const isAnswered = random.chance(isInbound ? 0.88 : 0.7)
  const isHidden = isInbound && random.chance(0.03)
  const client = random.pick(world.clients)
  const [phone = ''] = client.phones
  const campaign = isInbound && random.chance(0.85) ? random.pick(world.campaigns) : null
  const employee = random.pick(isInbound ? world.operators : world.managers)
  const key = random.guid()
  const callId = key.replaceAll('-', '').slice(0, 16)
  books.call({
    key,
    moment,
    isInbound,
    isAnswered,
    client: isHidden ? null : client,
    phone: isHidden ? '' : `+${phone}`,
    dialled: isInbound ? campaign?.trackingNumber || random.pick(complexes).phone : `+${phone}`,
    campaign,
    keyword: campaign && campaign.keywords.length > 0 ? random.pick(campaign.keywords) : '',
    recording: isAnswered ? `https://records.invalid/calls/${callId}.mp3` : '',
    seconds: isAnswered ? random.int(25, 640) : 0,
    employee,
    comment: isAnswered ? '' : isInbound ? 'Пропущенный звонок' : 'Нет ответа',
    externalKey: `archive:${callId}`,
  })
  if (isInbound && isAnswered && campaign && !isHidden && random.chance(0.35))
    books.survey(inventSurvey(random, { moment, call: key, client, campaign, operator: employee }))
}

function inventSurvey(
  random: Random,
  call: Pick<Survey, 'moment' | 'call' | 'client' | 'campaign' | 'operator'>,
): Survey {
  return {
    ...call,
    key: random.guid(),
    purpose: random.pick(['ДляСебя', 'ДляДетей', 'Инвестиция', 'СдачаВАренду']),
    payment: random.pick(['ПолнаяОплата', 'Ипотека', 'Рассрочка']),
    rooms: random.int(0, 3),
    budget: random.int(50, 220) * 100_000,
    answers: [
      ['Когда планируете покупку?', random.pick(['В этом месяце', 'В течение полугода', 'Пока присматриваюсь'])],
      ['Что важнее всего?', random.pick(['Район', 'Цена', 'Планировка', 'Срок сдачи'])],
    ],
  }
}
