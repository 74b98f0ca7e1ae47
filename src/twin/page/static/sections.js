import { documentText, metres, onecDate, onecMoment, onecRecent, phone, roubles, shortName } from './format.js'

const shown = (name) => (row) => row[`${name}____Presentation`]
const person = (name) => ({ value: (row) => shortName(shown(name)(row)), hint: shown(name) })
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
      { title: 'Код', value: (row) => row.Code.replace(/^0+/, ''), hint: field('Code'), align: 'number', wide: true },
      { title: 'Наименование', value: field('Description'), roomy: true },
      { title: 'Телефон', value: (row) => contact(row, 'Телефон', 'НомерТелефона').map(phone).join(', ') },
      {
        title: 'Кто завёл',
        value: (row) => (row.ВнешнийКод ? 'хаб' : ''),
        hint: (row) => row.ВнешнийКод && `Ключ хаба: ${row.ВнешнийКод}`,
        tone: () => 'accent',
      },
      { title: 'Стадия', ...stateOf('СтадияКлиента'), wide: true },
      { title: 'Менеджер', ...person('ОсновнойМенеджер'), wide: true },
    ],
  },
  {
    title: 'Звонки',
    set: 'Document_ТелефонныйЗвонок',
    order: 'Date desc,Number desc',
    select: all,
    search: (text) => has(text, 'НомерТелефона', 'НабранныйНомер', 'КлючевоеСлово', 'Number', 'Контрагент/Description'),
    columns: [
      { title: 'Когда', value: (row) => onecRecent(row.Date), hint: (row) => onecMoment(row.Date) },
      { title: 'Телефон', value: (row) => phone(row.НомерТелефона) },
      { title: 'Клиент', ...person('Контрагент') },
      {
        title: 'Реклама',
        value: (row) => row.РекламнаяКампания____Presentation || row.РекламнаяПлощадка____Presentation,
        hint: (row) => [shown('РекламнаяПлощадка')(row), shown('РекламнаяКампания')(row)].filter(Boolean).join(' · '),
        wide: true,
      },
      { title: 'Ключевое слово', value: field('КлючевоеСлово'), wide: true },
      {
        title: 'Разговор',
        value: (row) => (row.Состоялся ? `${row.ДлительностьРазговора ?? 0} с` : 'не было'),
        tone: (row) => (row.Состоялся ? '' : 'dim'),
        align: 'number',
      },
      {
        title: 'Запись',
        value: (row) => (row.СсылкаНаЗапись ? 'есть' : ''),
        hint: (row) => row.СсылкаНаЗапись,
        wide: true,
      },
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
      { title: 'Вид', value: (row) => String(row.ВидПомещения ?? '').toLowerCase(), wide: true },
      { title: '№', value: field('Номер'), align: 'number' },
      { title: 'Секция', value: field('Секция'), align: 'number', wide: true },
      { title: 'Этаж', value: field('Этаж'), align: 'number' },
      {
        title: 'Комнат',
        value: (row) => (row.КоличествоКомнат ? String(row.КоличествоКомнат) : ''),
        align: 'number',
        wide: true,
      },
      { title: 'Площадь', value: (row) => metres(row.ПлощадьОбщая), align: 'number', wide: true },
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
      { title: 'Дата', value: (row) => onecRecent(row.Date), hint: (row) => onecMoment(row.Date) },
      { title: 'Номер', value: (row) => row.Number.replace(/^0+/, ''), align: 'number', wide: true },
      { title: 'Квартира', value: shown('Квартира') },
      { title: 'Клиент', ...person('Контрагент') },
      { title: 'Вид', ...stateOf('ВидБрони'), wide: true },
      { title: 'Состояние', ...stateOf('СостояниеБрони') },
      { title: 'До', value: (row) => onecRecent(row.ДатаОкончания), hint: (row) => onecMoment(row.ДатаОкончания) },
      { title: 'Менеджер', ...person('Менеджер'), wide: true },
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
      { title: 'Вид', value: field('ВидДоговора'), wide: true },
      { title: 'Квартира', value: shown('Квартира') },
      { title: 'Сумма', ...sum('СуммаДоговора') },
      { title: 'Оплата', ...stateOf('ВидОплаты') },
      { title: 'Платежей', value: (row) => String(row.ГрафикПлатежей?.length ?? 0), align: 'number', wide: true },
      { title: 'Зарегистрирован', value: (row) => onecDate(row.ДатаРегистрации), wide: true },
      { title: 'Менеджер', ...person('Менеджер'), wide: true },
    ],
  },
  {
    title: 'Оплаты',
    set: 'Document_ПоступлениеОплаты',
    order: 'Date desc,Number desc',
    select: all,
    search: (text) => has(text, 'Number', 'Контрагент/Description', 'Договор/НомерДоговора'),
    columns: [
      { title: 'Дата', value: (row) => onecRecent(row.Date), hint: (row) => onecMoment(row.Date) },
      { title: 'Номер', value: (row) => row.Number.replace(/^0+/, ''), align: 'number', wide: true },
      { title: 'Операция', ...stateOf('ВидОперации'), wide: true },
      { title: 'Сумма', ...sum('Сумма') },
      { title: 'Клиент', ...person('Контрагент') },
      { title: 'Договор', value: (row) => documentText(row.Договор____Presentation) },
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
      { title: 'Адрес', value: field('Адрес'), roomy: true, wide: true },
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
      { title: 'Кампания', value: field('Description'), roomy: true },
      { title: 'Псевдоним', value: field('Псевдоним'), wide: true },
      { title: 'Телефон', value: (row) => phone(row.ТелефонОтслеживания) },
    ],
  },
  {
    title: 'Сотрудники',
    set: 'Catalog_Пользователи',
    order: 'Description',
    select: all,
    columns: [
      { title: 'Имя', value: field('Description'), roomy: true },
      { title: 'Логин', value: field('Логин') },
      { title: 'Телефон', value: (row) => phone(row.Телефон) },
      { title: 'Почта', value: field('ЭлектроннаяПочта'), wide: true },
    ],
  },
]
