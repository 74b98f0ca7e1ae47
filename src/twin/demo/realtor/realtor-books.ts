/** The books of the demo configuration `Риэлтор`. */
import type { Infobase } from '../../infobase/infobase.ts'
import { EMPTY_DATE, typeName } from '../../infobase/record.ts'
import type { Books } from '../books.ts'
import { fullName } from '../names.ts'
import { lastPrice } from '../prices.ts'
import { type Directories, seedDirectories, writeClient } from './realtor-clients.ts'

/** @param plans Address of the folder with the pictures of plans. */
export function realtorBooks(base: Infobase, plans: string): Books {
  let directories: Directories | null = null

  /** Posts what it has written. */
  function document(set: string, body: { Ref_Key: string; [attribute: string]: unknown }): void {
    base.write(set, body)
    base.post(set, body.Ref_Key)
  }

  return {
    employee: ({ key, person, login, phone, email, department }) => {
      base.write('Catalog_Пользователи', {
        Ref_Key: key,
        Description: fullName(person),
        Логин: login,
        Телефон: phone,
        ЭлектроннаяПочта: email,
        Подразделение: department,
      })
    },
    platform: ({ key, name, channel, alias }) => {
      base.write('Catalog_РекламныеПлощадки', { Ref_Key: key, Description: name, Канал: channel, Псевдоним: alias })
    },
    campaign: ({ key, name, platform, alias, trackingNumber, startsOn, endsOn }) => {
      base.write('Catalog_РекламныеКампании', {
        Ref_Key: key,
        Description: name,
        Площадка_Key: platform,
        Псевдоним: alias,
        ТелефонОтслеживания: trackingNumber,
        ДатаНачала: startsOn,
        ДатаОкончания: endsOn,
      })
    },
    complex: ({ key, plan }) => {
      base.write('Catalog_ЖилыеКомплексы', {
        Ref_Key: key,
        Description: plan.name,
        Город: plan.city,
        Адрес: plan.address,
        Широта: plan.latitude,
        Долгота: plan.longitude,
        ИдентификаторЯндекс: plan.yandexId,
        ТелефонОтделаПродаж: plan.phone,
      })
    },
    house: ({ key, plan, complex, complexKey, ready }) => {
      base.write('Catalog_Дома', {
        Ref_Key: key,
        Owner_Key: complexKey,
        Description: plan.name,
        Адрес: `${complex.city}, ${plan.address}`,
        КоличествоЭтажей: Math.max(...plan.sections.map((section) => section.floors)),
        СостояниеСтроительства: plan.state,
        ГодСдачи: ready.year,
        КварталСдачи: ready.quarter,
        МатериалСтен: plan.material,
        ИдентификаторЯндекс: plan.yandexId,
      })
    },
    directories: (keys) => {
      directories = seedDirectories(base, keys)
    },
    client: (card) => {
      if (!directories) throw new Error('A client is written before the directories its card refers to.')
      writeClient(base, card, directories)
    },
    unit: (unit) => {
      const title = unit.kind === 'Коммерческое' ? 'Помещение' : unit.kind
      base.write('Catalog_Квартиры', {
        Ref_Key: unit.key,
        Owner_Key: unit.house.key,
        Description: `${title} № ${unit.number}`,
        ВидПомещения: unit.kind,
        Секция: unit.section,
        Этаж: unit.floor,
        НомерНаЭтаже: unit.position,
        Номер: unit.number,
        КоличествоКомнат: unit.rooms,
        ПлощадьОбщая: unit.area,
        ПлощадьЖилая: unit.living,
        ПлощадьКухни: unit.kitchen,
        Статус: unit.status,
        Цена: lastPrice(unit.prices),
        Отделка: unit.finishing,
        ПланировкаСсылка: `${plans}/${unit.plan}`,
      })
      for (const { from, price } of unit.prices) {
        base.write('InformationRegister_ЦеныКвартир', { Period: from, Квартира_Key: unit.key, Цена: price })
      }
    },
    contract: (contract) => {
      document('Document_ДоговорПродажи', {
        Ref_Key: contract.key,
        Date: contract.moment,
        НомерДоговора: contract.number,
        ВидДоговора: contract.contractType,
        ВидОплаты: contract.kind,
        Квартира_Key: contract.unit.key,
        Менеджер_Key: contract.manager,
        СуммаДоговора: contract.kopecks / 100,
        ДатаРегистрации: contract.registeredOn ?? EMPTY_DATE,
        Расторгнут: contract.isTerminated,
        Покупатели: contract.buyers.map((buyer, index) => ({
          LineNumber: index + 1,
          Контрагент_Key: buyer.key,
          Доля: 1 / contract.buyers.length,
        })),
        ГрафикПлатежей: contract.lines.map((line, index) => ({
          LineNumber: index + 1,
          ДатаПлатежа: line.dueOn ?? EMPTY_DATE,
          Сумма: line.kopecks / 100,
        })),
      })
    },
    payment: ({ key, moment, deal, kopecks, isRefund }) => {
      document('Document_ПоступлениеОплаты', {
        Ref_Key: key,
        Date: moment,
        Договор_Key: deal.key,
        Контрагент_Key: deal.buyers[0]?.key,
        Сумма: kopecks / 100,
        ВидОперации: isRefund ? 'Возврат' : 'Поступление',
        НазначениеПлатежа: isRefund
          ? 'Возврат в связи с расторжением договора'
          : 'Оплата по договору, НДС не облагается',
      })
    },
    booking: (booking) => {
      document('Document_Бронирование', {
        Ref_Key: booking.key,
        Date: booking.moment,
        Квартира_Key: booking.unit.key,
        Контрагент_Key: booking.client.key,
        Менеджер_Key: booking.manager,
        ВидБрони: booking.kind,
        СостояниеБрони: booking.state,
        ДатаОкончания: booking.endsAt,
        Сумма: booking.fee,
      })
    },
    call: (call) => {
      base.write('Document_ТелефонныйЗвонок', {
        Ref_Key: call.key,
        Date: call.moment,
        ...(call.client ? { Контрагент_Key: call.client.key } : {}),
        НомерТелефона: call.phone,
        НабранныйНомер: call.dialled,
        Направление: call.isInbound ? 'Входящий' : 'Исходящий',
        ...(call.campaign
          ? { РекламнаяПлощадка_Key: call.campaign.platform, РекламнаяКампания_Key: call.campaign.key }
          : {}),
        КлючевоеСлово: call.keyword,
        СсылкаНаЗапись: call.recording,
        ДлительностьРазговора: call.seconds,
        Состоялся: call.isAnswered,
        Ответственный_Key: call.employee,
        Комментарий: call.comment,
        ВнешнийКод: call.externalKey,
      })
    },
    survey: (survey) => {
      base.write('Document_Опрос', {
        Ref_Key: survey.key,
        Date: survey.moment,
        Контрагент_Key: survey.client.key,
        РекламнаяПлощадка_Key: survey.campaign.platform,
        ЦельПокупки: survey.purpose,
        ВидОплаты: survey.payment,
        КоличествоКомнат: survey.rooms,
        Бюджет: survey.budget,
        Ответственный_Key: survey.operator,
        Ответы: survey.answers.map(([question, answer], index) => ({
          LineNumber: index + 1,
          Вопрос: question,
          Ответ: answer,
        })),
      })
      base.write('Document_ТелефонныйЗвонок', {
        Ref_Key: survey.call,
        ВзаимодействиеОснование: survey.key,
        ВзаимодействиеОснование_Type: typeName('Document_Опрос'),
      })
    },
  }
}
