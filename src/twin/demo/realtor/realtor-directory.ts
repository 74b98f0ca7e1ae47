import { rowsIn, type StoredRecord, textIn } from '../../infobase/record.ts'
import type { DirectoryReader } from '../demo.ts'

export const realtorDirectory: DirectoryReader = {
  campaigns: (base) =>
    base.list('Catalog_РекламныеКампании').flatMap((campaign) => {
      const platform = base.get('Catalog_РекламныеПлощадки', textIn(campaign, 'Площадка_Key'))
      if (!platform || campaign.DeletionMark === true) return []
      return [
        {
          platform: textIn(platform, 'Псевдоним'),
          campaign: textIn(campaign, 'Псевдоним'),
          isSearch: platform.Канал === 'КонтекстнаяРеклама',
          trackingNumber: textIn(campaign, 'ТелефонОтслеживания'),
        },
      ]
    }),
  phones: (base) =>
    base
      .list('Catalog_Контрагенты')
      .map(phonesOf)
      .filter((phones) => phones.length > 0),
}

export function phonesOf(client: StoredRecord): string[] {
  return rowsIn(client, 'КонтактнаяИнформация')
    .filter((row) => row.Тип === 'Телефон')
    .map((row) => String(row.НомерТелефона || row.Представление))
}
