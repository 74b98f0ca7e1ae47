type Words = Readonly<Record<string, string>>

/** Ways to find an object in 1C that the hub knows how to use. */
const lookupWords: Words = {
  key: 'Условие, по которому находится объект, созданный хабом: Реквизит eq {key}',
  phone: 'Как искать клиента по телефону: доступны {phone} и {last10}',
}

/** Values that a word of the language may have. */
export const wordValues: Readonly<Record<string, Words>> = {
  read: {
    plan: 'план обмена: 1С сама регистрирует изменения',
    versions: 'сравнить версии данных всех объектов',
    window: 'перечитывать записи последних 35 дней',
    full: 'читать всё',
  },
  table: {
    SliceLast: 'срез последних',
    SliceFirst: 'срез первых',
    Balance: 'остатки',
    Turnovers: 'обороты',
    BalanceAndTurnovers: 'остатки и обороты',
    DrCrTurnovers: 'обороты между счетами',
    ExtDimensions: 'субконто проводок',
    RecordsWithExtDimensions: 'проводки вместе с субконто',
  },
  write: { create: 'только новому объекту', always: 'всегда' },
  method: { POST: 'создать', PUT: 'заменить', PATCH: 'изменить часть' },
  required: { true: 'без значения запись не принимается' },
}

/** What the converters do. */
export const converterWords: Readonly<Record<string, string>> = {
  text: 'строка; пустая — «нет значения»',
  int: 'целое число',
  intOrEmpty: 'целое число; ноль — «не заполнено»',
  number: 'дробное число',
  numberOrEmpty: 'дробное число; ноль — «не заполнено»',
  bool: 'да или нет',
  money: 'рубли в копейки без потерь',
  moneyOrEmpty: 'рубли в копейки; ноль — «цена не назначена»',
  area: 'квадратные метры',
  date: 'календарный день',
  instant: 'дата и время сервера 1С',
  ref: 'ссылка; пустая — «нет»',
  phone: 'телефон в любой записи; помнит исходный текст',
  phoneText: 'только для записи: «+7 999 000-11-22»',
  e164: 'телефон вида +79990001122',
  fullName: 'фамилия, имя и отчество с больших букв',
  lastName: 'фамилия из полного имени',
  firstName: 'имя из полного имени',
  middleName: 'отчество из полного имени',
  presentation: 'представление: название того, на что ведёт ссылка',
  words: 'список слов через запятую или с новой строки',
}

/** Which words may stand in the map that these keys lead to; null where the keys are names, not words. */
export function wordsAt(words: Readonly<Record<string, Words>>, path: readonly string[]): Words | null {
  const [first = 'file', second, third] = path
  if (path.length < 2 && first !== 'fields') return first === 'lookup' ? lookupWords : (words[first] ?? null)
  if (first === 'from') return second === 'registers' && path.length === 3 ? (words.register ?? null) : null
  const isField = path.length === 2 || (path.length === 4 && third === 'fields')
  return first === 'fields' && isField ? (words.field ?? null) : null
}
