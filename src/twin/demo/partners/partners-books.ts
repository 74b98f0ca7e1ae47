/** The books of the configuration `ПродажиЗастройщика`. */
import type { Infobase } from '../../infobase/infobase.ts'
import { EMPTY_DATE, typeName } from '../../infobase/record.ts'
import type { Books } from '../books.ts'
import { addDays } from '../dates.ts'
import { fullName, type Person } from '../names.ts'
import { lastPrice } from '../prices.ts'
import type { House } from '../units.ts'
import { type Directories, seedDirectories } from './directories.ts'
import {
  bookingStates,
  channels,
  contractTypes,
  finishings,
  payments,
  purposes,
  rooms,
  stages,
  statuses,
  walls,
} from './words.ts'

/** @param plans Address of the folder with the pictures of plans. */
export function partnersBooks(base: Infobase, plans: string): Books {
  const folders = folderKeeper(base)
  let known: Directories | null = null

  function directories(): Directories {
    if (!known) throw new Error('Something is written before the directories it refers to.')
    return known
  }

  /** Posts what it has written. */
  function document(set: string, body: { Ref_Key: string; [attribute: string]: unknown }): void {
    base.write(set, body)
    base.post(set, body.Ref_Key)
  }

  return {
    employee: ({ key, person, login, phone, email, department }) => {
      base.write('Catalog_Сотрудники', {
        Ref_Key: key,
        Parent_Key: folders('Catalog_Сотрудники', department, key),
        Description: fullName(person),
        ИмяПользователя: login,
        РабочийТелефон: phone,
        АдресЭП: email,
      })
    },
    platform: ({ key, name, channel, alias }) => {
      base.write('Catalog_КаналыПродвижения', {
        Ref_Key: key,
        Description: name,
        ТипКанала: channels[channel],
        КодДляТелефонии: alias,
      })
    },
    campaign: ({ key, name, platform, alias, trackingNumber, startsOn, endsOn }) => {
      base.write('Catalog_РекламныеАкции', {
        Ref_Key: key,
        Owner_Key: platform,
        Description: name,
        КодДляТелефонии: alias,
        ПодменныйНомер: trackingNumber,
        Начало: startsOn,
        Окончание: endsOn,
      })
    },
    complex: ({ key, plan }) => {
      base.write('Catalog_Проекты', {
        Ref_Key: key,
        Description: plan.name,
        НаселенныйПункт: plan.city,
        АдресСтроительный: plan.address,
        Координаты: `${plan.latitude}, ${plan.longitude}`,
        КодЯндексНедвижимости: plan.yandexId,
        ТелефонОфиса: plan.phone,
      })
    },
    house: (house) => {
      const { plan, complex } = house
      base.write('Catalog_ОбъектыСтроительства', {
        Ref_Key: house.key,
        Проект_Key: house.complexKey,
        Description: plan.name,
        АдресПочтовый: `${complex.city}, ${plan.address}`,
        Этажность: Math.max(...plan.sections.map((section) => section.floors)),
        Стадия: stages[plan.state],
        ДатаВвода: endOfQuarter(house.ready),
        НаружныеСтены: walls[plan.material],
        КодЯндексНедвижимости: plan.yandexId,
      })
    },
    directories: () => {
      known = seedDirectories(base)
    },
    client: (card) => {
      const { person } = card
      const contacts = [
        ...card.spelled.map((phone, index) => ({
          Тип: 'Телефон',
          ЗначениеКонтакта: phone,
          Примечание: index === 0 ? '' : 'рабочий',
        })),
        ...(card.email ? [{ Тип: 'ЭлектроннаяПочта', ЗначениеКонтакта: card.email }] : []),
      ]
      base.write('Catalog_Партнеры', {
        Ref_Key: card.key,
        Parent_Key: person ? directories().people : directories().companies,
        Description: person ? shortName(person) : card.name,
        НаименованиеПолное: card.name,
        ЮрФизЛицо: person ? 'ФизическоеЛицо' : 'ЮридическоеЛицо',
        ИНН: card.taxNumber,
        ДатаРождения: card.birthday,
        ЭтоКлиент: true,
        ЗаключалДоговор: card.isCustomer,
        ...(card.manager ? { Куратор_Key: card.manager } : {}),
        Контакты: contacts.map((row, index) => ({ LineNumber: index + 1, ...row })),
      })
    },
    unit: (unit) => {
      const { house } = unit
      base.write('Catalog_ОбъектыНедвижимости', {
        Ref_Key: unit.key,
        Parent_Key: folders('Catalog_ОбъектыНедвижимости', `${house.complex.name}, ${house.plan.name}`, unit.key),
        ОбъектСтроительства_Key: house.key,
        Description: `${house.plan.name}, ${unit.number}`,
        Назначение: purposes[unit.kind],
        Комнатность: unit.kind === 'Квартира' || unit.kind === 'Студия' ? rooms[unit.rooms] : '',
        Подъезд: unit.section,
        Этаж: unit.floor,
        НомерНаПлощадке: unit.position,
        УсловныйНомер: unit.number,
        ...areas(house, unit.area),
        ПлощадьКомнат: unit.living,
        ПлощадьКухниГостиной: unit.kitchen,
        СтатусОбъекта_Key: directories().statuses[statuses[unit.status]],
        СтоимостьПоПрайсу: lastPrice(unit.prices),
        ТипОтделки: unit.finishing ? finishings[unit.finishing] : '',
        ФайлПланировки: `${plans}/${unit.plan}`,
      })
      for (const { from, price } of unit.prices) {
        base.write('InformationRegister_ПрайсЛист', {
          Period: from,
          Объект_Key: unit.key,
          ВидЦены_Key: directories().price,
          Стоимость: price,
        })
      }
    },
    contract: (contract) => {
      const buyers = contract.buyers.map(({ key }) => ({
        Участник_Key: key,
        Роль: 'Покупатель',
        Доля: 1 / contract.buyers.length,
      }))
      const bank = contract.kind === 'Ипотека' ? [{ Участник_Key: directories().bank, Роль: 'Залогодержатель' }] : []
      document('Document_ДоговорСКлиентом', {
        Ref_Key: contract.key,
        Date: contract.moment,
        НомерПечатный: contract.number,
        ВидДоговора: contractTypes[contract.contractType],
        ФормаРасчетов: payments[contract.kind],
        Предмет: contract.unit.key,
        Предмет_Type: typeName('Catalog_ОбъектыНедвижимости'),
        Ответственный_Key: contract.manager,
        СуммаДокумента: contract.kopecks / 100,
        ДатаГосРегистрации: contract.registeredOn ?? EMPTY_DATE,
        Состояние: contract.isTerminated ? 'Расторгнут' : contract.registeredOn ? 'Зарегистрирован' : 'Подписан',
        Стороны: [...buyers, ...bank].map((row, index) => ({ LineNumber: index + 1, ...row })),
        ЭтапыОплаты: contract.lines.map(({ dueOn, kopecks }, index) => ({
          LineNumber: index + 1,
          СрокОплаты: dueOn ?? EMPTY_DATE,
          СуммаЭтапа: kopecks / 100,
        })),
      })
    },
    payment: ({ key, moment, deal, kopecks, isRefund }) => {
      document('Document_ПоступлениеБезналичныхДенежныхСредств', {
        Ref_Key: key,
        Date: moment,
        ХозяйственнаяОперация: isRefund ? 'ВозвратКлиенту' : 'ОплатаОтКлиента',
        Плательщик_Key: deal.buyers[0]?.key,
        Основание: deal.key,
        Основание_Type: typeName('Document_ДоговорСКлиентом'),
        СуммаДокумента: kopecks / 100,
      })
    },
    booking: (booking) => {
      document('Document_РезервОбъекта', {
        Ref_Key: booking.key,
        Date: booking.moment,
        Объект_Key: booking.unit.key,
        Партнер_Key: booking.client.key,
        Ответственный_Key: booking.manager,
        Платный: booking.kind === 'Платная',
        Состояние: bookingStates[booking.state],
        ДействуетДо: booking.endsAt,
        СтоимостьРезерва: booking.fee,
      })
    },
    call: (call) => {
      base.write('Document_ТелефонныйРазговор', {
        Ref_Key: call.key,
        Date: call.moment,
        Входящий: call.isInbound,
        Пропущен: !call.isAnswered,
        ...(call.client ? { Абонент: call.client.key, Абонент_Type: typeName('Catalog_Партнеры') } : {}),
        АбонентНомер: call.phone,
        НомерЛинии: call.dialled,
        ...(call.campaign ? { Канал_Key: call.campaign.platform, Акция_Key: call.campaign.key } : {}),
        ПоисковаяФраза: call.keyword,
        ФайлЗаписи: call.recording,
        ДлительностьСекунд: call.seconds,
        ПринялЗвонок_Key: call.employee,
        Содержание: call.comment,
        ИдентификаторВнешний: call.externalKey,
      })
    },
    survey: (survey) => {
      base.write('Document_АнкетаКлиента', {
        Ref_Key: survey.key,
        Date: survey.moment,
        Партнер_Key: survey.client.key,
        Канал_Key: survey.campaign.platform,
        Бюджет: survey.budget,
        Заполнил_Key: survey.operator,
        Ответы: survey.answers.map(([Вопрос, Ответ], index) => ({ LineNumber: index + 1, Вопрос, Ответ })),
      })
      base.write('Document_ТелефонныйРазговор', {
        Ref_Key: survey.call,
        Основание: survey.key,
        Основание_Type: typeName('Document_АнкетаКлиента'),
      })
    },
  }
}

/** Makes a folder the first time something is put into it. */
function folderKeeper(base: Infobase) {
  const folders = new Map<string, string>()
  return (set: string, description: string, firstItem: string): string => {
    const path = `${set}/${description}`
    const known = folders.get(path)
    if (known) return known
    const key = `f01de500${firstItem.slice(8)}`
    base.write(set, { Ref_Key: key, Description: description, IsFolder: true })
    folders.set(path, key)
    return key
  }
}

const shortName = ({ last, first, middle }: Person) => `${last} ${first.charAt(0)}. ${middle.charAt(0)}.`

/** A house that stands was surveyed: the project said something a little different. */
function areas({ plan }: House, area: number) {
  return plan.state === 'Сдан'
    ? { ПлощадьПроектная: Math.round(area * 10) / 10, ПлощадьПоОбмерам: area }
    : { ПлощадьПроектная: area, ПлощадьПоОбмерам: 0 }
}

function endOfQuarter({ year, quarter }: House['ready']): string {
  const next = quarter === 4 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
  return addDays(next, -1)
}
