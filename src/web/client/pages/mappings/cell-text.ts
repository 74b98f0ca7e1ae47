import { z } from 'zod'
import type { ModelField } from '../../../api/mappings/mapping-contract.ts'
import { formatAreaWithUnit } from '../../format/area.ts'
import { formatDate } from '../../format/date.ts'
import { empty } from '../../format/empty.ts'
import { formatMoney } from '../../format/money.ts'
import { formatTime } from '../../format/time.ts'

type Facts = Omit<ModelField, 'fields'> & { fields?: ModelField['fields'] }
type Names = Readonly<Record<string, string>>

const Phone = z.object({ e164: z.string().nullable(), ext: z.string().nullable(), raw: z.string() })

/** A canonical value as people write it. */
export function cellText(field: Facts, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === '') return empty
  if (Array.isArray(value)) {
    if (value.length === 0) return empty
    const one = field.fields
      ? (row: unknown) => rowText(field.fields ?? [], row, names)
      : (item: unknown) => single(field, item, names)
    return value.map(one).join(field.fields ? '\n' : ', ')
  }
  return single(field, value, names)
}

function rowText(fields: readonly Facts[], row: unknown, names: Names): string {
  if (typeof row !== 'object' || row === null) return String(row)
  const cells = row as Readonly<Record<string, unknown>>
  return fields.map((field) => cellText(field, cells[field.name], names)).join(' · ')
}

const byKind: Readonly<Record<string, (value: unknown, names: Names, name: string) => string | null>> = {
  money: (value) => (typeof value === 'number' ? formatMoney(value) : null),
  area: (value) => (typeof value === 'number' ? formatAreaWithUnit(value) : null),
  bool: (value) => (value === true ? 'да' : 'нет'),
  date: (value) => formatDate(String(value)),
  instant: (value) => `${formatDate(String(value))} ${formatTime(String(value))}`,
  ref: (value, names, name) =>
    name === 'ref' ? shortRef(value) : (names[String(value)] ?? `в хабе нет: ${shortRef(value)}`),
  phone: (value) => {
    const phone = Phone.safeParse(value)
    if (!phone.success) return null
    const { e164, ext, raw } = phone.data
    return e164 === null ? `«${raw}» — не номер` : [phoneText(e164), ext && `доб. ${ext}`].filter(Boolean).join(' ')
  },
  e164: (value) => phoneText(String(value)),
}

function single(field: Facts, value: unknown, names: Names): string {
  const option = field.options?.find((one) => one.value === value)
  if (option) return option.title
  const told = byKind[field.as ?? '']?.(value, names, field.name)
  return told ?? (typeof value === 'object' ? JSON.stringify(value) : String(value))
}

const shortRef = (value: unknown): string => `${String(value).slice(0, 8)}…`

/** `+79990001122` → «+7 999 000-11-22». */
function phoneText(e164: string): string {
  const match = /^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/.exec(e164)
  return match ? `+7 ${match[1]} ${match[2]}-${match[3]}-${match[4]}` : e164
}
