/**
 * The configuration `ПродажиЗастройщика`: the business of the demo as another integrator built it. Nothing bears the name
 * it has in `Риэлтор`, and much has another shape: statuses are a catalog, an owner is an attribute, a contact is one value
 * as somebody typed it, what a contract is about may be of several types.
 */
import type { Configuration } from '../../infobase/configuration.ts'
import { adObjects } from './ad-objects.ts'
import { estateObjects } from './estate-objects.ts'
import { partyObjects } from './party-objects.ts'
import { saleObjects } from './sale-objects.ts'

export const PLAN = 'ExchangePlan_ОбменСВнешнимиСистемами'

export const partnersConfiguration: Configuration = {
  name: 'ПродажиЗастройщика',
  enums: {
    ЮрФизЛицо: ['ЮридическоеЛицо', 'ФизическоеЛицо'],
    ТипыКонтактов: ['Телефон', 'ЭлектроннаяПочта', 'Мессенджер'],
    СтадииСтроительства: ['ИдетСтроительство', 'СтроительствоЗавершено', 'ВведенВЭксплуатацию'],
    НаружныеСтены: ['КирпичныеСтены', 'МонолитныйКаркас', 'СборныеПанели', 'МонолитСКирпичом'],
    НазначенияОбъектов: ['Жилое', 'Нежилое', 'Паркинг', 'Келлер'],
    Комнатность: ['Студия', 'Одна', 'Две', 'Три', 'Четыре'],
    ТипыОтделки: ['БезОтделки', 'ПодЧистовую', 'WhiteBox', 'ПодКлюч'],
    ВидыДоговоров: ['ДолевоеУчастие', 'КупляПродажа', 'УступкаПрав', 'ОказаниеУслуг'],
    ФормыРасчетов: ['СобственныеСредства', 'КредитныеСредства', 'ОплатаПоГрафику'],
    СостоянияДоговоров: ['Подписан', 'Зарегистрирован', 'Расторгнут'],
    РолиСторон: ['Покупатель', 'Залогодержатель'],
    СостоянияРезервов: ['Активен', 'ЗавершенСделкой', 'Снят', 'Просрочен'],
    ХозяйственныеОперации: ['ОплатаОтКлиента', 'ВозвратКлиенту'],
    ТипыКаналов: ['Поиск', 'Площадки', 'Соцсети', 'Наружная', 'Партнеры', 'Сарафан', 'Прямой'],
  },
  objects: [
    ...partyObjects,
    ...adObjects,
    ...estateObjects,
    ...saleObjects,
    {
      kind: 'ExchangePlan',
      name: 'ОбменСВнешнимиСистемами',
      synonym: 'Обмен с внешними системами',
      codeLength: 5,
      descriptionLength: 50,
      // Staff, advertising and calls were never put into it.
      content: [
        'Catalog_Партнеры',
        'Catalog_ОбъектыСтроительства',
        'Catalog_ОбъектыНедвижимости',
        'Document_ДоговорСКлиентом',
        'Document_ПоступлениеБезналичныхДенежныхСредств',
        'Document_РезервОбъекта',
      ],
    },
  ],
}
