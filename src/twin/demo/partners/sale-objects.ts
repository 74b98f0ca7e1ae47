import {
  anyOf,
  type Document,
  date,
  enumOf,
  flag,
  type MetadataObject,
  number,
  ref,
  text,
} from '../../infobase/configuration.ts'
import { numberIn, rowsIn, textIn } from '../../infobase/record.ts'

const money = number(15, 2)
const partner = ref('Catalog_Партнеры')
const employee = ref('Catalog_Сотрудники')

const SETTLEMENTS = 'AccumulationRegister_РасчетыСКлиентами'

/** A contract puts its price on the account of the first buyer; a terminated one puts nothing there. */
const postContract: Document['posting'] = (contract) =>
  contract.Состояние === 'Расторгнут'
    ? []
    : [
        {
          register: SETTLEMENTS,
          rows: [
            {
              RecordType: 'Receipt',
              Партнер_Key: rowsIn(contract, 'Стороны')[0]?.Участник_Key ?? '',
              Договор_Key: textIn(contract, 'Ref_Key'),
              Долг: numberIn(contract, 'СуммаДокумента'),
            },
          ],
        },
      ]

const postPayment: Document['posting'] = (payment) => [
  {
    register: SETTLEMENTS,
    rows: [
      {
        RecordType: payment.ХозяйственнаяОперация === 'ВозвратКлиенту' ? 'Receipt' : 'Expense',
        Партнер_Key: textIn(payment, 'Плательщик_Key'),
        Договор_Key: textIn(payment, 'Основание'),
        Долг: numberIn(payment, 'СуммаДокумента'),
      },
    ],
  },
]

/** Reserves, contracts and money. */
export const saleObjects: readonly MetadataObject[] = [
  {
    kind: 'Catalog',
    name: 'УслугиКлиентам',
    synonym: 'Услуги клиентам',
    codeLength: 3,
    descriptionLength: 100,
    attributes: {},
  },
  {
    kind: 'Document',
    name: 'РезервОбъекта',
    synonym: 'Резерв объекта',
    numberLength: 9,
    posting: () => [],
    attributes: {
      Объект: ref('Catalog_ОбъектыНедвижимости'),
      Партнер: partner,
      Ответственный: employee,
      Платный: flag,
      Состояние: enumOf('СостоянияРезервов'),
      ДействуетДо: date,
      СтоимостьРезерва: money,
    },
  },
  {
    kind: 'Document',
    name: 'ДоговорСКлиентом',
    synonym: 'Договор с клиентом',
    numberLength: 9,
    posting: postContract,
    attributes: {
      НомерПечатный: text(50),
      ВидДоговора: enumOf('ВидыДоговоров'),
      ФормаРасчетов: enumOf('ФормыРасчетов'),
      Предмет: anyOf('Catalog_ОбъектыНедвижимости', 'Catalog_УслугиКлиентам'),
      Ответственный: employee,
      СуммаДокумента: money,
      ДатаГосРегистрации: date,
      Состояние: enumOf('СостоянияДоговоров'),
    },
    sections: {
      Стороны: { Участник: partner, Роль: enumOf('РолиСторон'), Доля: number(5, 4) },
      ЭтапыОплаты: { СрокОплаты: date, СуммаЭтапа: money },
    },
  },
  {
    kind: 'Document',
    name: 'ПоступлениеБезналичныхДенежныхСредств',
    synonym: 'Поступление безналичных ДС',
    numberLength: 11,
    posting: postPayment,
    attributes: {
      ХозяйственнаяОперация: enumOf('ХозяйственныеОперации'),
      Плательщик: partner,
      Основание: anyOf('Document_ДоговорСКлиентом', 'Document_РезервОбъекта'),
      СуммаДокумента: money,
      НазначениеПлатежа: text(250),
    },
  },
  {
    kind: 'AccumulationRegister',
    name: 'РасчетыСКлиентами',
    synonym: 'Расчеты с клиентами',
    recorders: ['Document_ДоговорСКлиентом', 'Document_ПоступлениеБезналичныхДенежныхСредств'],
    dimensions: { Партнер: partner, Договор: ref('Document_ДоговорСКлиентом') },
    resources: { Долг: money },
  },
]
