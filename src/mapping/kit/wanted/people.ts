import { code, deleted, externalNames, fullNames, managerNames, name, ref } from './common-names.ts'
import type { WantedEntity } from './wanted-field.ts'

/** Those who buy and those who sell. */
export const people = {
  manager: {
    kinds: ['Catalog'],
    names: ['Пользователи', 'Сотрудники', 'Менеджеры', 'Риэлторы', 'Агенты', 'Ответственные', 'ФизическиеЛица'],
    unlike: ['внешние', 'группы', 'должности'],
    fields: {
      ref,
      code,
      name,
      phone: {
        names: ['Телефон', 'РабочийТелефон', 'МобильныйТелефон', 'НомерТелефона', 'ТелефонСотовый'],
        rows: 'phones',
      },
      email: {
        names: ['ЭлектроннаяПочта', 'АдресЭП', 'Email', 'Почта', 'АдресЭлектроннойПочты', 'EMail'],
        rows: 'emails',
      },
      login: {
        names: ['Логин', 'ИмяПользователя', 'ИмяДляВхода', 'ИмяВхода', 'УчетнаяЗапись', 'ДоменноеИмя', 'Login'],
      },
      deleted,
    },
  },
  client: {
    kinds: ['Catalog'],
    names: ['Контрагенты', 'Клиенты', 'Партнеры', 'Покупатели', 'ФизическиеЛица', 'Дольщики', 'Заказчики'],
    fields: {
      ref,
      code,
      name: { names: ['НаименованиеПолное', 'ПолноеНаименование', 'Description', 'ФИО'], write: 'create' },
      kind: {
        names: [
          'ВидКонтрагента',
          'ЮрФизЛицо',
          'ЮридическоеФизическоеЛицо',
          'ВидКлиента',
          'ТипКлиента',
          'ТипКонтрагента',
          'ВидЛица',
          'ВидПартнера',
        ],
        flag: {
          names: ['ЭтоЮрЛицо', 'ЮридическоеЛицо', 'ЭтоКомпания', 'ЭтоОрганизация'],
          values: ['company', 'person'],
        },
        default: 'person',
        write: 'create',
      },
      lastName: {
        names: ['Фамилия', 'ФамилияКлиента'],
        made: { names: fullNames, type: 'Edm.String', as: 'lastName' },
      },
      firstName: {
        names: ['Имя', 'ИмяКлиента'],
        made: { names: fullNames, type: 'Edm.String', as: 'firstName' },
      },
      middleName: {
        names: ['Отчество', 'ОтчествоКлиента'],
        made: { names: fullNames, type: 'Edm.String', as: 'middleName' },
      },
      phones: {
        names: [
          'Телефон',
          'МобильныйТелефон',
          'НомерТелефона',
          'ТелефонОсновной',
          'КонтактныйТелефон',
          'Телефоны',
          'ТелефонСотовый',
        ],
        rows: 'phones',
        write: 'create',
      },
      emails: {
        names: ['ЭлектроннаяПочта', 'АдресЭлектроннойПочты', 'Email', 'Почта', 'АдресЭП', 'EMail', 'ЭлАдрес'],
        rows: 'emails',
      },
      lifecycle: {
        names: [
          'СтадияКлиента',
          'СтатусКлиента',
          'СтадияРаботы',
          'ЭтапКлиента',
          'СостояниеКлиента',
          'КатегорияКлиента',
          'Стадия',
          'Статус',
        ],
        flag: {
          names: ['ЗаключалДоговор', 'ЕстьДоговор', 'ЕстьСделки', 'Действующий', 'Постоянный', 'ДействующийКлиент'],
          values: ['customer', 'prospect'],
        },
        default: 'prospect',
        write: 'create',
      },
      managerRef: { names: ['ОсновнойМенеджер', 'Менеджер', ...managerNames], to: 'manager' },
      externalKey: { names: externalNames, write: 'create' },
      deleted,
    },
  },
} as const satisfies Record<string, WantedEntity>
