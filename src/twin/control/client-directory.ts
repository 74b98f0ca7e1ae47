import type { AdSource, Directory } from '../genesys/directory.ts'
import type { Infobase } from '../infobase/infobase.ts'
import { rowsIn, type StoredRecord, textIn } from '../infobase/record.ts'
import { pick } from './pick.ts'

const keywords = [
  'купить квартиру в новостройке',
  'квартира от застройщика в ипотеку',
  'однокомнатная квартира рядом с метро',
  'новостройки с отделкой',
]

/** What the contact centre knows, read from the infobase: its campaigns with their numbers, its clients' phones. */
export function clientDirectory(infobase: Infobase): Directory {
  return {
    adSource(searched): AdSource | null {
      const platformOf = (campaign: StoredRecord) =>
        infobase.get('Catalog_РекламныеПлощадки', textIn(campaign, 'Площадка_Key'))
      const isSearch = (campaign: StoredRecord) => platformOf(campaign)?.Канал === 'КонтекстнаяРеклама'
      const campaign = pick(
        infobase.list('Catalog_РекламныеКампании'),
        (record) =>
          record.DeletionMark !== true &&
          textIn(record, 'ТелефонОтслеживания') !== '' &&
          textIn(record, 'Псевдоним') !== '' &&
          (!searched || isSearch(record)),
      )
      const platform = campaign && platformOf(campaign)
      if (!campaign || !platform) return null
      return {
        platform: textIn(platform, 'Псевдоним'),
        campaign: textIn(campaign, 'Псевдоним'),
        keyword: isSearch(campaign) ? (pick(keywords) ?? '') : '',
        trackingNumber: toE164(textIn(campaign, 'ТелефонОтслеживания')),
      }
    },
    clientPhone() {
      const client = pick(infobase.list('Catalog_Контрагенты'), (record) => phonesOf(record).length > 0)
      return client ? toE164(phonesOf(client)[0] ?? '') : null
    },
    isClientPhone(phone) {
      const wanted = lastTen(phone)
      const client = infobase.find('Catalog_Контрагенты', (record) =>
        phonesOf(record).some((known) => lastTen(known) === wanted),
      )
      return client !== undefined
    },
  }
}

function phonesOf(client: StoredRecord): string[] {
  return rowsIn(client, 'КонтактнаяИнформация')
    .filter((row) => row.Тип === 'Телефон')
    .map((row) => String(row.НомерТелефона || row.Представление))
    .filter((phone) => lastTen(phone).length === 10)
}

/** Cards hold numbers in many spellings; the last ten digits are what they have in common. */
const lastTen = (phone: string) => phone.replace(/\D/g, '').slice(-10)

const toE164 = (phone: string) => `+7${lastTen(phone)}`
