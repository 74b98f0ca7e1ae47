import { metres, onecDate, onecMoment, phone, roubles } from './format.js'

const shown = (name) => (row) => row[`${name}____Presentation`]
const field = (name) => (row) => String(row[name] ?? '')
const sum = (name) => ({ value: (row) => roubles(row[name]), align: 'number' })

const contact = (row, kind, property) =>
  (row.КонтактнаяИнформация ?? []).filter(({ Тип }) => Тип === kind).map((line) => line[property] || line.Представление)

const tones = {
  Свободна: 'green',
  Забронирована: 'amber',
  Продана: 'slate',
  НеВПродаже: 'dim',
  ВЗалоге: 'violet',
  Действует: 'green',
  Истекла: 'red',
}
const states = { НеВПродаже: 'не в продаже', ВЗалоге: 'в залоге', ПолнаяОплата: 'вся сумма' }
const stateOf = (name) => ({
  value: (row) => states[row[name]] ?? String(row[name] ?? '').toLowerCase(),
  tone: (row) => tones[row[name]],
})

const has = (text, ...names) => names.map((name) => `substringof('${text}', ${name})`).join(' or ')
const all = '**,*____Presentation'

/**
 * What the page shows of the base. `order` is such that news come first: codes and numbers grow as 1C gives them out.
 */
export const sections = [
  {
    title: 'Клиенты',
    set: 'Catalog_Контрагенты',
    order: 'Code desc',
    always: 'IsFolder eq false',
    select: '*,*____Presentation',
    search: (text) => {
      const digits = text.replace(/\D/g, '').replace(/^[78](?=\d{10}$)/, '')
      const byPhone =
        digits.length >= 3 ? ` or КонтактнаяИнформация/any(d: substringof('${digits}', d/НомерТелефона))` : ''
      return has(text, 'Description', 'Code') + byPhone
    },
    columns: [
      { title: 'Код', value: field('Code') },
      { title: 'Наименование', value: field('Description') },
      { title: 'Телефон', value: (row) => contact(row, 'Телефон', 'НомерТелефона').map(phone).join(', ') },
      { title: 'Почта', value: (row) => contact(row, 'АдресЭлектроннойПочты', 'АдресЭП').join(', ') },
      { title: 'Стадия', ...stateOf('СтадияКлиента') },
      { title: 'Менеджер', value: shown('ОсновнойМенеджер') },
      { title: 'Ключ хаба', value: field('ВнешнийКод'), tone: () => 'dim' },
    ],
  },
  {
    title: 'Звонки',
    set: 'Document_ТелефонныйЗвонок',
    order: 'Date desc,Number desc',
    select: all,
    search: (text) => has(text, 'НомерТелефона', 'НабранныйНомер', 'КлючевоеСлово', 'Number', 'Контрагент/Description'),
    columns: [
      { title: 'Когда', value: (row) => onecMoment(row.Date) },
      { title: 'Телефон', value: (row) => phone(row.НомерТелефона) },
      { title: 'Клиент', value: shown('Контрагент') },
      { title: 'Площадка', value: shown('РекламнаяПлощадка') },
      { title: 'Кампания', value: shown('РекламнаяКампания') },
      { title: 'Ключевое слово', value: field('КлючевоеСлово') },
      {
        title: 'Разговор',
        value: (row) => (row.Состоялся ? `${row.ДлительностьРазговора ?? 0} с` : 'нет'),
        align: 'number',
      },
      { title: 'Запись', value: (row) => (row.СсылкаНаЗапись ? 'есть' : '') },
      { title: 'Набран', value: (row) => phone(row.НабранныйНомер) },
      { title: 'Номер', value: field('Number'), tone: () => 'dim' },
    ],
  },
  {
    title: 'Квартиры',
    set: 'Catalog_Квартиры',
    order: 'Owner_Key,Code',
    select: all,
    search: (text) => has(text, 'Номер', 'Code', 'Owner/Description'),
    filters: [
      ['Свободны', 'Свободна'],
      ['Забронированы', 'Забронирована'],
      ['Проданы', 'Продана'],
      ['Не в продаже', 'НеВПродаже'],
      ['В залоге', 'ВЗалоге'],
    ].map(([title, status]) => ({ title, condition: `Статус eq '${status}'` })),
    columns: [
      { title: 'Дом', value: shown('Owner') },
      { title: 'Вид', value: (row) => String(row.ВидПомещения ?? '').toLowerCase() },
      { title: '№', value: field('Номер'), align: 'number' },
      { title: 'Секция', value: field('Секция'), align: 'number' },
      { title: 'Этаж', value: field('Этаж'), align: 'number' },
      { title: 'Комнат', value: (row) => (row.КоличествоКомнат ? String(row.КоличествоКомнат) : ''), align: 'number' },
      { title: 'Площадь', value: (row) => metres(row.ПлощадьОбщая), align: 'number' },
      { title: 'Цена', ...sum('Цена') },
      { title: 'Статус', ...stateOf('Статус') },
    ],
  },
  {
    title: 'Брони',
    set: 'Document_Бронирование',
    order: 'Date desc,Number desc',
    select: all,
    search: (text) => has(text, 'Number', 'Контрагент/Description', 'Квартира/Номер'),
    filters: [{ title: 'Действуют', condition: "СостояниеБрони eq 'Действует'" }],
    columns: [
      { title: 'Дата', value: (row) => onecMoment(row.Date) },
      { title: 'Номер', value: field('Number') },
      { title: 'Квартира', value: shown('Квартира') },
      { title: 'Клиент', value: shown('Контрагент') },
      { title: 'Вид', ...stateOf('ВидБрони') },
      { title: 'Состояние', ...stateOf('СостояниеБрони') },
      { title: 'До', value: (row) => onecMoment(row.ДатаОкончания) },
      { title: 'Менеджер', value: shown('Менеджер') },
    ],
  },
  {
    title: 'Договоры',
    set: 'Document_ДоговорПродажи',
    order: 'Date desc,Number desc',
    select: '*,*____Presentation',
    search: (text) => has(text, 'НомерДоговора', 'Number', 'Квартира/Номер'),
    filters: [
      { title: 'Рассрочка', condition: "ВидОплаты eq 'Рассрочка'" },
      { title: 'Ипотека', condition: "ВидОплаты eq 'Ипотека'" },
    ],
    columns: [
      { title: 'Дата', value: (row) => onecDate(row.Date) },
      { title: 'Договор', value: field('НомерДоговора') },
      { title: 'Вид', value: field('ВидДоговора') },
      { title: 'Квартира', value: shown('Квартира') },
      { title: 'Сумма', ...sum('СуммаДоговора') },
      { title: 'Оплата', ...stateOf('ВидОплаты') },
      { title: 'Платежей', value: (row) => String(row.ГрафикПлатежей?.length ?? 0), align: 'number' },
      { title: 'Зарегистрирован', value: (row) => onecDate(row.ДатаРегистрации) },
      { title: 'Менеджер', value: shown('Менеджер') },
    ],
  },
  {
    title: 'Оплаты',
    set: 'Document_ПоступлениеОплаты',
    order: 'Date desc,Number desc',
    select: all,
    search: (text) => has(text, 'Number', 'Контрагент/Description', 'Договор/НомерДоговора'),
    columns: [
      { title: 'Дата', value: (row) => onecMoment(row.Date) },
      { title: 'Номер', value: field('Number') },
      { title: 'Операция', ...stateOf('ВидОперации') },
      { title: 'Сумма', ...sum('Сумма') },
      { title: 'Клиент', value: shown('Контрагент') },
      { title: 'Договор', value: shown('Договор') },
    ],
  },
  {
    title: 'Дома',
    set: 'Catalog_Дома',
    order: 'Owner_Key,Code',
    select: all,
    columns: [
      { title: 'Комплекс', value: shown('Owner') },
      { title: 'Дом', value: field('Description') },
      { title: 'Адрес', value: field('Адрес') },
      { title: 'Этажей', value: field('КоличествоЭтажей'), align: 'number' },
      { title: 'Состояние', ...stateOf('СостояниеСтроительства') },
    ],
  },
  {
    title: 'Реклама',
    set: 'Catalog_РекламныеКампании',
    order: 'Code',
    select: all,
    columns: [
      { title: 'Площадка', value: shown('Площадка') },
      { title: 'Кампания', value: field('Description') },
      { title: 'Псевдоним', value: field('Псевдоним') },
      { title: 'Телефон', value: (row) => phone(row.ТелефонОтслеживания) },
    ],
  },
  {
    title: 'Сотрудники',
    set: 'Catalog_Пользователи',
    order: 'Description',
    select: all,
    columns: [
      { title: 'Имя', value: field('Description') },
      { title: 'Логин', value: field('Логин') },
      { title: 'Телефон', value: (row) => phone(row.Телефон) },
      { title: 'Почта', value: field('ЭлектроннаяПочта') },
    ],
  },
]
