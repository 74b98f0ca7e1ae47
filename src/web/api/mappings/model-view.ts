import { converterNames } from '../../../mapping/converters.ts'
import { type FieldKind, fieldKinds } from '../../../mapping/field-kind.ts'
import { language } from '../../../mapping/language.ts'
import { type EntityName, entities } from '../../../model/index.ts'
import { entityNames, fieldTitle, optionTitle } from '../../../model/titles.ts'
import type { Model, ModelField } from './mapping-contract.ts'

/** What a field holds, by the converter that makes it. */
const kindWords: Readonly<Record<string, string>> = {
  text: 'строка',
  int: 'целое число',
  number: 'число',
  bool: 'да или нет',
  money: 'деньги',
  area: 'площадь',
  date: 'дата',
  instant: 'дата и время',
  ref: 'ссылка',
  phone: 'телефон',
  e164: 'телефон',
}

/** Everything a mapping may fill, in Russian. */
export function modelView(): Model {
  return {
    entities: (Object.keys(entities) as EntityName[]).map((name) => ({
      name,
      title: entityNames[name],
      fields: Object.entries(fieldKinds(name)).map(([field, kind]) => ({
        ...facts(name, field, kind),
        fields: kind.record && Object.entries(kind.record).map(([column, inner]) => facts(name, column, inner)),
      })),
    })),
    converters: [...converterNames],
    words: language,
  }
}

function facts(entity: EntityName, name: string, kind: FieldKind): Omit<ModelField, 'fields'> {
  const { as, list, options, nullable, record, refersTo } = kind
  const held = refersTo ? `ссылка: ${entityNames[refersTo].toLowerCase()}` : (kindWords[as ?? ''] ?? 'значение')
  const word = options ? 'значение из списка' : record ? 'строки' : held
  return {
    name,
    title: fieldTitle(entity, name),
    kind: list && !record ? `список: ${word}` : word,
    as,
    list,
    // An absent flag is "no", an absent text is an empty one; anything else 1C has to give.
    required: !nullable && !list && as !== 'bool' && as !== 'text',
    options: options?.map((value) => ({ value, title: optionTitle(value) })) ?? null,
  }
}
