/** Clients as 1C sends them: `Catalog_Контрагенты` of the demo base, about 1.9 KB of JSON each. */

const surnames = ['Северов', 'Берёзкин', 'Щукин', 'Ёлкин', 'Константинопольский', 'Ли']
const names = ['Александр', 'Пётр', 'Иван', 'Ян']
const patronymics = ['Александрович', 'Петрович', 'Иванович']
const nobody = '00000000-0000-0000-0000-000000000000'

const guid = (n: number, kind: string): string => `${n.toString(16).padStart(8, '0')}-${kind}-4000-8000-5404a6b4b8ed`

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? ''

export function clientRecord(n: number): Record<string, unknown> {
  const [surname, name, patronymic] = [pick(surnames, n), pick(names, n >> 2), pick(patronymics, n >> 4)]
  const ref = guid(n, 'aaaa')
  const row = (line: number, type: string, shown: string, phone: string, email: string) => ({
    Ref_Key: ref,
    LineNumber: String(line),
    Тип: type,
    Вид_Key: guid(line, 'bbbb'),
    Представление: shown,
    ЗначенияПолей: JSON.stringify({ value: shown, type, comment: 'Внесено при первом обращении в отдел продаж' }),
    НомерТелефона: phone,
    АдресЭП: email,
  })
  const digits = `9${String(n).padStart(9, '0')}`
  return {
    Ref_Key: ref,
    DataVersion: 'AAAAAAAAAAE=',
    DeletionMark: false,
    Parent_Key: guid(1, 'cccc'),
    IsFolder: false,
    Code: String(n).padStart(9, '0'),
    Description: `${surname} ${name} ${patronymic}`,
    ВидКонтрагента: n % 50 === 0 ? 'ЮридическоеЛицо' : 'ФизическоеЛицо',
    Фамилия: surname,
    Имя: name,
    Отчество: patronymic,
    ДатаРождения: '1985-04-12T00:00:00',
    ИНН: '            ',
    СтадияКлиента: n % 9 === 0 ? 'Действующий' : 'Потенциальный',
    ОсновнойМенеджер_Key: n % 5 === 0 ? nobody : guid(n % 40, 'dddd'),
    ВнешнийКод: '',
    Комментарий: 'Интересуется двухкомнатной квартирой с отделкой, просит перезвонить после 18 часов',
    Predefined: false,
    PredefinedDataName: '',
    КонтактнаяИнформация: [
      row(
        1,
        'Телефон',
        `+7 (${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6, 8)}-${digits.slice(8)}`,
        `7${digits}`,
        '',
      ),
      ...(n % 2 === 0
        ? [row(2, 'АдресЭлектроннойПочты', `client${n}@mail.invalid`, '', `client${n}@mail.invalid`)]
        : []),
    ],
    'Parent@navigationLinkUrl': `Catalog_Контрагенты(guid'${ref}')/Parent`,
  }
}
