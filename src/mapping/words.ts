/** Kinds of 1C objects as OData spells them; they say nothing of what an object is about. */
const kinds =
  /^(Catalog|Document|DocumentJournal|InformationRegister|AccumulationRegister|AccountingRegister|CalculationRegister|ExchangePlan|ChartOfCharacteristicTypes|ChartOfAccounts|ChartOfCalculationTypes|Constant|BusinessProcess|Task|Enum)_/

/** What a developer of the configuration puts before all of his own names: `пр_`, `Рн_`, `ext_`. */
const vendor = /^(?=[\p{L}\d]{1,5}_)(\p{L}[\p{Ll}\d]{0,4}|\p{Lu}{1,4})_(?=\p{L})/u

/** 1C's way of retiring a name: the thing stays, empty or out of use, with this word in front. */
const retired = /^Удалить(?=\p{Lu}|_)_?/u

/** Kind of object of an entity set, `Catalog`; empty for other names. */
export const kindOf = (set: string): string => kinds.exec(set)?.[1] ?? ''

/** A name without its kind, the `_Key` of a reference and a developer's prefix: what an administrator would call it. */
export function bareName(name: string): string {
  return name.replace(kinds, '').replace(/_Key$/, '').replace(vendor, '')
}

export const isRetired = (name: string): boolean => retired.test(name.replace(kinds, ''))

/** The name a retired one had, its kind kept. */
export function nameBefore(name: string): string {
  const kind = kinds.exec(name)?.[0] ?? ''
  return kind + name.slice(kind.length).replace(retired, '')
}

/** Words of a name in lower case: `КодПоОКПО` → `код`, `по`, `окпо`. */
export function wordsOf(name: string): string[] {
  const bare = bareName(name).replace(retired, '')
  return (bare.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu) ?? []).map((word) =>
    word.toLowerCase().replaceAll('ё', 'е'),
  )
}

/** Endings of nouns and adjectives, the longest first. */
const endings =
  /(иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иях|иям|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ую|юю|ов|ев|ах|ях|ам|ям|ом|ем|ых|их|ию|ии|ия|ью|а|я|о|е|ы|и|у|ю|ь|й)$/

/** A word without its ending; words too short to lose one stay as they are. */
export function stemOf(word: string): string {
  const stem = word.replace(endings, '')
  return stem.length >= 3 ? stem : word
}
