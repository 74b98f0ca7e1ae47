/** Where buyers come from: platforms and campaigns, some of the latter with a number of their own. */
import { EMPTY_DATE } from '../infobase/record.ts'
import type { Books } from './books.ts'
import { addDays } from './dates.ts'
import type { Random } from './random.ts'

export type Channel =
  | 'КонтекстнаяРеклама'
  | 'Классифайды'
  | 'СоциальныеСети'
  | 'НаружнаяРеклама'
  | 'Агентства'
  | 'Рекомендации'
  | 'ПрямойЗаход'
  | 'Прочее'

export type Platform = { key: string; name: string; channel: Channel; alias: string }

export type Campaign = {
  key: string
  platform: string
  name: string
  alias: string
  /** Empty when callers are asked where they come from. */
  trackingNumber: string
  keywords: readonly string[]
  startsOn: string
  /** The empty date when no end is set. */
  endsOn: string
}

type PlatformPlan = {
  name: string
  channel: Channel
  alias: string
  /** Alias and name of each campaign. */
  campaigns: readonly (readonly [alias: string, name: string])[]
  /** Campaigns with a tracking number; the rest are told apart by what the caller says. */
  tracked: number
  keywords?: readonly string[]
}

const platforms: readonly PlatformPlan[] = [
  {
    name: 'Яндекс.Директ',
    channel: 'КонтекстнаяРеклама',
    alias: 'yandex_direct',
    campaigns: [
      ['jk-sever-brand', 'ЖК «Северное сияние»: бренд'],
      ['jk-sever-search', 'ЖК «Северное сияние»: поиск'],
      ['jk-park-brand', 'ЖК «Парк у реки»: бренд'],
      ['jk-park-search', 'ЖК «Парк у реки»: поиск'],
      ['kvartal-search', 'Квартал «Гагарин»: поиск'],
      ['ipoteka-rsya', 'Ипотека: РСЯ'],
    ],
    tracked: 6,
    keywords: [
      'купить квартиру в новостройке',
      'жк северное сияние цены',
      'квартира от застройщика в ипотеку',
      'однокомнатная квартира новостройка',
      'парк у реки жилой комплекс',
    ],
  },
  {
    name: 'Циан',
    channel: 'Классифайды',
    alias: 'cian',
    campaigns: [
      ['cian-sever', 'Циан: «Северное сияние»'],
      ['cian-park', 'Циан: «Парк у реки»'],
      ['cian-kvartal', 'Циан: «Гагарин»'],
    ],
    tracked: 3,
  },
  {
    name: 'Авито',
    channel: 'Классифайды',
    alias: 'avito',
    campaigns: [
      ['avito-sever', 'Авито: «Северное сияние»'],
      ['avito-park', 'Авито: «Парк у реки»'],
      ['avito-kvartal', 'Авито: «Гагарин»'],
    ],
    tracked: 3,
  },
  {
    name: 'Яндекс.Недвижимость',
    channel: 'Классифайды',
    alias: 'yandex_realty',
    campaigns: [
      ['yr-sever', 'Яндекс.Недвижимость: «Северное сияние»'],
      ['yr-park', 'Яндекс.Недвижимость: «Парк у реки»'],
    ],
    tracked: 2,
  },
  {
    name: 'ДомКлик',
    channel: 'Классифайды',
    alias: 'domclick',
    campaigns: [['domclick-all', 'ДомКлик: все комплексы']],
    tracked: 1,
  },
  {
    name: 'VK Реклама',
    channel: 'СоциальныеСети',
    alias: 'vk_ads',
    campaigns: [
      ['vk-family', 'VK: семейная ипотека'],
      ['vk-invest', 'VK: инвесторы'],
    ],
    tracked: 2,
    keywords: ['похожая аудитория', 'посетители сайта'],
  },
  {
    name: 'Щиты 3×6',
    channel: 'НаружнаяРеклама',
    alias: 'billboard',
    campaigns: [
      ['billboard-north', 'Щиты: северный въезд'],
      ['billboard-center', 'Щиты: центр'],
    ],
    tracked: 2,
  },
  { name: 'Радио', channel: 'Прочее', alias: 'radio', campaigns: [['radio-autumn', 'Радио: осень']], tracked: 1 },
  {
    name: 'Агентства недвижимости',
    channel: 'Агентства',
    alias: 'agency',
    campaigns: [['agency-partners', 'Партнёрские агентства']],
    tracked: 0,
  },
  {
    name: 'Рекомендации знакомых',
    channel: 'Рекомендации',
    alias: 'friends',
    campaigns: [['friends-bonus', 'Приведи друга']],
    tracked: 0,
  },
  {
    name: 'Сайт',
    channel: 'ПрямойЗаход',
    alias: 'site',
    campaigns: [
      ['site-direct', 'Сайт: прямые заходы'],
      ['site-seo', 'Сайт: поисковая выдача'],
      ['site-chat', 'Сайт: заявка из чата'],
    ],
    tracked: 2,
  },
]

/** Tracking numbers are +7 495 000 01 01 and on, in the order of campaigns. */
export function seedAdvertising(books: Books, random: Random, today: string): Campaign[] {
  const campaigns: Campaign[] = []
  let line = 101
  for (const plan of platforms) {
    const platform = random.guid()
    books.platform({ key: platform, name: plan.name, channel: plan.channel, alias: plan.alias })
    for (const [index, [alias, name]] of plan.campaigns.entries()) {
      const key = random.guid()
      const trackingNumber = index < plan.tracked ? `+7495000${String(line).padStart(4, '0')}` : ''
      if (trackingNumber) line += 1
      const campaign: Campaign = {
        key,
        platform,
        name,
        alias,
        trackingNumber,
        keywords: plan.keywords ?? [],
        startsOn: addDays(today, -random.int(90, 700)),
        endsOn: random.chance(0.3) ? addDays(today, random.int(20, 180)) : EMPTY_DATE,
      }
      books.campaign(campaign)
      campaigns.push(campaign)
    }
  }
  return campaigns
}
