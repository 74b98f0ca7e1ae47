/** The telephone calls of the last weeks, and the surveys operators filled in after some of them (domain §2, §9). */
import type { Infobase } from '../infobase/infobase.ts'
import { typeName } from '../infobase/record.ts'
import type { Campaign } from './advertising.ts'
import type { Client } from './clients.ts'
import { addDays, at } from './dates.ts'
import { complexes } from './houses.ts'
import type { Random } from './random.ts'

const DAYS = 28

type World = {
  clients: readonly Client[]
  campaigns: readonly Campaign[]
  operators: readonly string[]
  managers: readonly string[]
}

export function seedCalls(base: Infobase, random: Random, world: World, today: string): void {
  for (let day = DAYS; day >= 1; day -= 1) {
    const minutes = Array.from({ length: random.int(9, 18) }, () => random.int(9 * 60, 20 * 60 + 59)).sort(
      (a, b) => a - b,
    )
    for (const minute of minutes) {
      seedCall(base, random, world, at(addDays(today, -day), Math.floor(minute / 60), minute % 60, random.int(0, 59)))
    }
  }
}

function seedCall(base: Infobase, random: Random, world: World, moment: string): void {
  const isInbound = random.chance(0.8)
  const isAnswered = random.chance(isInbound ? 0.88 : 0.7)
  const isHidden = isInbound && random.chance(0.03)
  const client = random.pick(world.clients)
  const [phone = ''] = client.phones
  const campaign = isInbound && random.chance(0.85) ? random.pick(world.campaigns) : null
  const operator = random.pick(isInbound ? world.operators : world.managers)
  const key = random.guid()
  const callId = key.replaceAll('-', '').slice(0, 16)
  base.write('Document_ТелефонныйЗвонок', {
    Ref_Key: key,
    Date: moment,
    ...(isHidden ? {} : { Контрагент_Key: client.key, НомерТелефона: `+${phone}` }),
    НабранныйНомер: isInbound ? campaign?.trackingNumber || random.pick(complexes).phone : `+${phone}`,
    Направление: isInbound ? 'Входящий' : 'Исходящий',
    ...(campaign ? { РекламнаяПлощадка_Key: campaign.platform, РекламнаяКампания_Key: campaign.key } : {}),
    КлючевоеСлово: campaign && campaign.keywords.length > 0 ? random.pick(campaign.keywords) : '',
    СсылкаНаЗапись: isAnswered ? `https://records.invalid/calls/${callId}.mp3` : '',
    ДлительностьРазговора: isAnswered ? random.int(25, 640) : 0,
    Состоялся: isAnswered,
    Ответственный_Key: operator,
    Комментарий: isAnswered ? '' : isInbound ? 'Пропущенный звонок' : 'Нет ответа',
    ВнешнийКод: `archive:${callId}`,
  })
  if (isInbound && isAnswered && campaign && !isHidden && random.chance(0.35))
    seedSurvey(base, random, client, campaign, operator, moment, key)
}

function seedSurvey(
  base: Infobase,
  random: Random,
  client: Client,
  campaign: Campaign,
  operator: string,
  moment: string,
  call: string,
): void {
  const survey = random.guid()
  const purpose = random.pick(['ДляСебя', 'ДляДетей', 'Инвестиция', 'СдачаВАренду'])
  base.write('Document_Опрос', {
    Ref_Key: survey,
    Date: moment,
    Контрагент_Key: client.key,
    РекламнаяПлощадка_Key: campaign.platform,
    ЦельПокупки: purpose,
    ВидОплаты: random.pick(['ПолнаяОплата', 'Ипотека', 'Рассрочка']),
    КоличествоКомнат: random.int(0, 3),
    Бюджет: random.int(50, 220) * 100_000,
    Ответственный_Key: operator,
    Ответы: [
      {
        LineNumber: 1,
        Вопрос: 'Когда планируете покупку?',
        Ответ: random.pick(['В этом месяце', 'В течение полугода', 'Пока присматриваюсь']),
      },
      { LineNumber: 2, Вопрос: 'Что важнее всего?', Ответ: random.pick(['Район', 'Цена', 'Планировка', 'Срок сдачи']) },
    ],
  })
  base.write('Document_ТелефонныйЗвонок', {
    Ref_Key: call,
    ВзаимодействиеОснование: survey,
    ВзаимодействиеОснование_Type: typeName('Document_Опрос'),
  })
}
