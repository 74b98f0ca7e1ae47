import type { DirectoryReader } from '../demo/demo.ts'
import type { AdSource, Directory } from '../genesys/directory.ts'
import type { Infobase } from '../infobase/infobase.ts'
import { pick } from './pick.ts'

const keywords = [
  'купить квартиру в новостройке',
  'квартира от застройщика в ипотеку',
  'однокомнатная квартира рядом с метро',
  'новостройки с отделкой',
]

/** What the contact centre knows, read from the infobase: its campaigns with their numbers, its clients' phones. */
export function clientDirectory(infobase: Infobase, reader: DirectoryReader): Directory {
  const phones = () =>
    reader
      .phones(infobase)
      .map((known) => known.filter((phone) => lastTen(phone).length === 10))
      .filter((known) => known.length > 0)
  return {
    adSource(searched): AdSource | null {
      const campaign = pick(
        reader.campaigns(infobase),
        ({ campaign: alias, trackingNumber, isSearch }) =>
          alias !== '' && trackingNumber !== '' && (!searched || isSearch),
      )
      if (!campaign) return null
      return {
        platform: campaign.platform,
        campaign: campaign.campaign,
        keyword: campaign.isSearch ? (pick(keywords) ?? '') : '',
        trackingNumber: toE164(campaign.trackingNumber),
      }
    },
    clientPhone() {
      const [phone] = pick(phones()) ?? []
      return phone ? toE164(phone) : null
    },
    isClientPhone(phone) {
      const wanted = lastTen(phone)
      return phones().some((known) => known.some((one) => lastTen(one) === wanted))
    },
  }
}

/** Cards hold numbers in many spellings; the last ten digits are what they have in common. */
const lastTen = (phone: string) => phone.replace(/\D/g, '').slice(-10)

const toE164 = (phone: string) => `+7${lastTen(phone)}`
