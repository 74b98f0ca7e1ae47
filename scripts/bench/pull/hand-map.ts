import type { Client } from '../../../src/model/client.ts'
import { readPhone } from '../../../src/model/phone.ts'

type Raw = Record<string, unknown>

const text = (value: unknown): string | null => {
  const trimmed = typeof value === 'string' ? value.trimEnd() : ''
  return trimmed === '' ? null : trimmed
}

const ref = (value: unknown): string | null =>
  typeof value === 'string' && value !== '00000000-0000-0000-0000-000000000000' ? value.toLowerCase() : null

const contacts = (raw: Raw, type: string): Raw[] => {
  const rows = raw.КонтактнаяИнформация
  return Array.isArray(rows) ? rows.filter((row: Raw) => row.Тип === type) : []
}

/** What `mappings/client.yaml` says, as a programmer would write it for this one base. */
export function handMap(raw: Raw): Client | null {
  if (raw.IsFolder !== false) return null
  return {
    ref: ref(raw.Ref_Key) ?? '',
    code: text(raw.Code) ?? '',
    name: text(raw.Description) ?? '',
    kind: raw.ВидКонтрагента === 'ЮридическоеЛицо' ? 'company' : 'person',
    lastName: text(raw.Фамилия),
    firstName: text(raw.Имя),
    middleName: text(raw.Отчество),
    phones: contacts(raw, 'Телефон').flatMap((row) => {
      const spelled = text(row.НомерТелефона) ?? text(row.Представление)
      if (spelled === null) return []
      const { e164, ext } = readPhone(spelled)
      return [{ e164, ext, raw: spelled }]
    }),
    emails: contacts(raw, 'АдресЭлектроннойПочты').flatMap((row) => text(row.АдресЭП) ?? text(row.Представление) ?? []),
    lifecycle: raw.СтадияКлиента === 'Действующий' ? 'customer' : 'prospect',
    managerRef: ref(raw.ОсновнойМенеджер_Key),
    externalKey: text(raw.ВнешнийКод),
    deleted: raw.DeletionMark === true,
  }
}
