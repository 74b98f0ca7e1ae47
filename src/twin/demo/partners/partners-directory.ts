import { rowsIn, textIn } from '../../infobase/record.ts'
import type { DirectoryReader } from '../demo.ts'

export const partnersDirectory: DirectoryReader = {
  campaigns: (base) =>
    base.list('Catalog_РекламныеАкции').flatMap((campaign) => {
      const channel = base.get('Catalog_КаналыПродвижения', textIn(campaign, 'Owner_Key'))
      if (!channel || campaign.DeletionMark === true) return []
      return [
        {
          platform: textIn(channel, 'КодДляТелефонии'),
          campaign: textIn(campaign, 'КодДляТелефонии'),
          isSearch: channel.ТипКанала === 'Поиск',
          trackingNumber: textIn(campaign, 'ПодменныйНомер'),
        },
      ]
    }),
  phones: (base) =>
    base
      .list('Catalog_Партнеры')
      .filter((partner) => partner.ЭтоКлиент === true)
      .map((partner) =>
        rowsIn(partner, 'Контакты')
          .filter((row) => row.Тип === 'Телефон')
          .map((row) => String(row.ЗначениеКонтакта)),
      )
      .filter((phones) => phones.length > 0),
}
