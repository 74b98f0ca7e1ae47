/** Cards of clients in the demo configuration: in folders, with contacts of kinds that are predefined items. */
import type { Infobase } from '../../infobase/infobase.ts'
import type { ClientCard } from '../clients.ts'

/** As in the standard subsystems library. */
const contactKinds = [
  { name: 'ТелефонКонтрагента', description: 'Телефон', type: 'Телефон' },
  { name: 'ТелефонРабочийКонтрагента', description: 'Рабочий телефон', type: 'Телефон' },
  { name: 'EmailКонтрагента', description: 'Электронная почта', type: 'АдресЭлектроннойПочты' },
  { name: 'ФактАдресКонтрагента', description: 'Фактический адрес', type: 'Адрес' },
] as const

export type Directories = {
  /** Kinds of contact information. */
  phone: string
  secondPhone: string
  email: string
  /** Folders. */
  people: string
  companies: string
}

export function seedDirectories(base: Infobase, keys: readonly string[]): Directories {
  const [phone = '', secondPhone = '', email = '', address = '', people = '', companies = ''] = keys
  const kinds = [phone, secondPhone, email, address]
  for (const [index, { name, description, type }] of contactKinds.entries()) {
    const key = kinds[index] ?? ''
    const record = base.write('Catalog_ВидыКонтактнойИнформации', { Ref_Key: key, Description: description, Тип: type })
    base.keep('Catalog_ВидыКонтактнойИнформации', key, { ...record, Predefined: true, PredefinedDataName: name })
  }
  base.write('Catalog_Контрагенты', { Ref_Key: people, Description: 'Физические лица', IsFolder: true })
  base.write('Catalog_Контрагенты', { Ref_Key: companies, Description: 'Юридические лица', IsFolder: true })
  return { phone, secondPhone, email, people, companies }
}

export function writeClient(base: Infobase, card: ClientCard, directories: Directories): void {
  const { person } = card
  const phones = card.phones.map((digits, index) => ({
    Тип: 'Телефон',
    Вид_Key: index === 0 ? directories.phone : directories.secondPhone,
    Представление: card.spelled[index],
    НомерТелефона: digits,
  }))
  const emails = card.email
    ? [{ Тип: 'АдресЭлектроннойПочты', Вид_Key: directories.email, Представление: card.email, АдресЭП: card.email }]
    : []
  base.write('Catalog_Контрагенты', {
    Ref_Key: card.key,
    Parent_Key: person ? directories.people : directories.companies,
    Description: card.name,
    ВидКонтрагента: person ? 'ФизическоеЛицо' : 'ЮридическоеЛицо',
    Фамилия: person?.last ?? '',
    Имя: person?.first ?? '',
    Отчество: person?.middle ?? '',
    ДатаРождения: card.birthday,
    ИНН: card.taxNumber,
    СтадияКлиента: card.isCustomer ? 'Действующий' : 'Потенциальный',
    ...(card.manager ? { ОсновнойМенеджер_Key: card.manager } : {}),
    КонтактнаяИнформация: [...phones, ...emails].map((row, index) => ({ LineNumber: index + 1, ...row })),
  })
}
