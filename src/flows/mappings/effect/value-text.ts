import { type FieldKind, fieldKinds } from '../../../mapping/field-kind.ts'
import type { EntityName } from '../../../model/index.ts'
import { formatPhone } from '../../../model/phone.ts'
import { fieldTitle, optionTitle } from '../../../model/titles.ts'

const longest = 300
const numbers = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 })

/** A canonical value as a person reads it; «—» when there is none. */
export function valueText(entity: EntityName, field: string, value: unknown): string {
  const kind = fieldKinds(entity)[field]
  const text = kind ? textOf(entity, kind, value) : plainText(value)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

function textOf(entity: EntityName, kind: FieldKind, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (Array.isArray(value)) {
    const one = { ...kind, list: false }
    return value.length === 0 ? '—' : value.map((item) => textOf(entity, one, item)).join(', ')
  }
  if (kind.record && typeof value === 'object') {
    const { record } = kind
    return Object.entries(value)
      .flatMap(([name, part]) => {
        const known = record[name]
        return known ? [`${fieldTitle(entity, name).toLowerCase()} ${textOf(entity, known, part)}`] : []
      })
      .join(' ')
  }
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  if (typeof value === 'object' && 'raw' in value) return phoneText(value as { e164: string | null; raw: string })
  if (kind.as === 'money' && typeof value === 'number') return `${numbers.format(value / 100)} ₽`
  if (kind.as === 'area' && typeof value === 'number') return `${numbers.format(value / 100)} м²`
  if (kind.options && typeof value === 'string') return optionTitle(value)
  return plainText(value)
}

function phoneText({ e164, raw }: { e164: string | null; raw: string }): string {
  return e164 === null ? `${raw} (не номер)` : formatPhone(e164)
}

export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What people call a canonical record. */
export function labelOf(entity: Readonly<Record<string, unknown>>): string {
  for (const field of ['name', 'number', 'code', 'externalKey', 'ref']) {
    const value = entity[field]
    if (typeof value === 'string' && value.trim() !== '') return field === 'number' ? `№ ${value}` : value
  }
  return 'без названия'
}
