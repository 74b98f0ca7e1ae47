/**
 * The switches of an infobase (1c-odata §19): what goes wrong, and where real 1C servers are known to differ. They may be
 * turned at run time; the table below is what a page lists. At rest each stands as real servers were measured.
 */
type Group = 'Доступность' | 'Сеансы и лицензии' | 'Состав и права' | 'Чтение' | 'Запись' | 'Обмен'

/**
 * switch: on or off · counter: that many times, then over; null where it can be off · limit: a number or none · number ·
 * duration: milliseconds · choice: one of `options` · text · names: a list of entity sets.
 */
export type FaultKind = 'switch' | 'counter' | 'limit' | 'number' | 'duration' | 'choice' | 'text' | 'names'

type Fault<T> = { kind: FaultKind; group: Group; title: string; usual: T; options?: readonly (string | number)[] }

const of =
  (group: Group) =>
  <T>(kind: FaultKind, usual: T, title: string, options?: readonly (T & (string | number))[]): Fault<T> => ({
    kind,
    group,
    title,
    usual,
    ...(options ? { options } : {}),
  })

const availability = of('Доступность')
const sessions = of('Сеансы и лицензии')
const rights = of('Состав и права')
const reading = of('Чтение')
const writing = of('Запись')
const exchange = of('Обмен')

const on = (group: ReturnType<typeof of>, title: string) => group<boolean>('switch', true, title)
const off = (group: ReturnType<typeof of>, title: string) => group<boolean>('switch', false, title)
const times = (group: ReturnType<typeof of>, title: string) => group<number>('counter', 0, title)
const limit = (group: ReturnType<typeof of>, title: string) => group<number | null>('limit', null, title)
const pause = (group: ReturnType<typeof of>, title: string) => group<number>('duration', 0, title)

const table = {
  down: off(availability, 'Сервер недоступен: соединения обрываются'),
  maintenance: off(availability, 'Начало сеансов запрещено (обновление конфигурации)'),
  maintenanceText: availability<string>(
    'text',
    'Выполняется обновление конфигурации.',
    'Сообщение администратора о запрете сеансов',
  ),
  html500: off(availability, 'Сбой веб-сервера: 500 и страница HTML'),
  platformXml: off(availability, 'Ошибки платформы приходят в XML, а не в JSON'),
  latencyMs: pause(availability, 'Задержка каждого ответа, мс'),
  writeMs: pause(availability, 'Дополнительная задержка записи, мс'),
  metadataMs: pause(availability, 'Дополнительная задержка $metadata, мс'),
  failAfterRequests: availability<number | null>('counter', null, 'Отключиться после стольких запросов'),
  loseAnswers: times(availability, 'Потерять ответы на столько записей: выполнить и оборвать соединение'),
  loseRequests: times(availability, 'Потерять столько записей до выполнения: оборвать соединение'),
  replyLimitKb: limit(availability, 'Ответ больше стольких КБ: 500 и страница HTML о нехватке места'),

  sessionPool: off(sessions, 'Пул сеансов исчерпан: ответ 406'),
  poolSize: sessions<number>('number', 10, 'Размер пула сеансов (poolSize)'),
  poolTimeoutMs: sessions<number>('duration', 5000, 'Ожидание свободного сеанса (poolTimeout), мс; потом 406'),
  sessionMaxAgeMs: sessions<number>('duration', 20_000, 'Время жизни сеанса без запросов (sessionMaxAge), мс'),
  reuseSessions: sessions<'autouse' | 'use' | 'dontuse'>(
    'choice',
    'autouse',
    'Повторное использование сеансов (reuseSessions)',
    ['autouse', 'use', 'dontuse'],
  ),
  sessionCookies: on(sessions, 'Отвечать на IBSession: start куки ibsession'),
  loseSessions: times(sessions, 'Столько запросов с куки ответить «Сеанс отсутствует или удален»'),
  lostSessionStatus: sessions<400 | 404 | 500>('choice', 404, 'Код HTTP ответа о потерянном сеансе', [400, 404, 500]),
  firstRequestMs: pause(sessions, 'Задержка первого запроса после простоя, мс'),
  licence: off(sessions, 'Нет свободной лицензии'),
  licences: limit(sessions, 'Всего лицензий: сеанс сверх них не начинается'),
  licenceText: sessions<'free' | 'key'>(
    'choice',
    'free',
    'Текст об отсутствии лицензии: нет свободной (free) или нет ключа (key)',
    ['free', 'key'],
  ),
  licenceStatus: sessions<402 | 403 | 500 | 503>(
    'choice',
    500,
    'Код HTTP ответа об отсутствии лицензии',
    [402, 403, 500, 503],
  ),

  unpublished: rights<readonly string[]>(
    'names',
    [],
    'Не в составе OData: наборы и табличные части через запятую, * — всё',
  ),
  denied: rights<readonly string[]>('names', [], 'Наборы без права чтения: код 20'),
  readOnly: off(rights, 'Без права записи: код 20'),
  loginPage: off(rights, 'Неверный пароль: 200 и страница HTML вместо 401'),

  bom: off(reading, 'Начинать JSON и $count с метки порядка байтов'),
  jsonByDefault: off(reading, 'Без $format отвечать JSON, а не Atom'),
  strictSpaces: on(reading, 'Не считать «+» в адресе пробелом'),
  countSupported: on(reading, 'Поддерживать /$count'),
  inlinecountOverridesPaging: on(reading, '$inlinecount отменяет $top и $skip'),
  int64AsText: on(reading, 'Int64 в JSON — строкой'),
  linksOfEmpty: off(reading, 'Ссылки @navigationLinkUrl и у незаполненных реквизитов'),
  padStrings: on(reading, 'Дополнять строки фиксированной длины пробелами'),
  nullForEmpty: off(reading, 'null вместо пустой даты и пустой ссылки'),
  orderByPresentation: on(reading, 'Упорядочивать ссылки по представлению, а не по GUID'),
  ignoreRecordSetOrder: on(reading, 'Не замечать $orderby у наборов записей'),
  recordSetRowLimit: limit(reading, 'Наборов записей больше стольких строк: 500 «Недостаточно памяти»'),
  refuseControlCharacters: on(reading, 'Управляющий символ в данных: весь ответ — 400'),
  pathLimit: off(reading, 'Ограничить сегмент пути 260 знаками (IIS)'),

  handlerVeto: times(writing, 'Столько записей отклонить обработчиком конфигурации'),
  handlerChanges: times(writing, 'В стольких записях обработчик изменит переданные строки'),
  lockConflicts: times(writing, 'Столько записей отклонить из-за блокировки данных'),
  lockedObjects: writing<readonly string[]>(
    'names',
    [],
    'Заняты другим пользователем: запись этих объектов (GUID через запятую) отклонять из-за блокировки',
  ),
  ifMatch: off(writing, 'Проверять версию данных по заголовку If-Match'),
  honourRefKey: off(writing, 'Создавать объект с переданным Ref_Key'),
  refuseUnknownProperties: off(writing, 'Отклонять неизвестные свойства, а не пропускать'),
  refuseLongStrings: off(writing, 'Отклонять слишком длинные строки, а не обрезать'),
  forgiveZones: on(writing, 'Принимать даты с часовым поясом, отбрасывая его'),
  strictLineNumbers: on(writing, 'Требовать LineNumber 1, 2, 3… у строк'),

  tombstones: on(exchange, 'Сообщать об удалённых объектах в SelectChanges'),
  cumulativeRereading: on(exchange, 'Повтор SelectChanges отдаёт и всё новое'),
  registerUnchanged: on(exchange, 'Регистрировать и запись без изменений'),
  skipUnpublished: on(exchange, 'Молча пропускать в SelectChanges объекты не из состава'),
  failChanges: times(exchange, 'Столько вызовов SelectChanges завершить ошибкой 500'),
  packageLimit: limit(exchange, 'Пакет больше стольких объектов: 500 «Недостаточно памяти»'),
  packagePortion: limit(exchange, 'Задание сервера отдаёт на узел не больше стольких объектов за раз'),
}

type Name = keyof typeof table

export type Faults = { -readonly [K in Name]: (typeof table)[K]['usual'] }

export const defaultFaults: Readonly<Faults> = Object.fromEntries(
  Object.entries(table).map(([name, { usual }]) => [name, usual]),
) as Faults

export type FaultDescription = Omit<Fault<unknown>, 'usual'> & { name: Name }

export const faultDescriptions: readonly FaultDescription[] = Object.entries(table).map(
  ([name, { usual: _usual, ...description }]) => ({ name: name as Name, ...description }),
)

type Counter = { [K in Name]: Faults[K] extends number ? K : never }[Name]

/** Takes one from a counter; false when it is already used up. */
export function takeOne(faults: Faults, counter: Counter): boolean {
  const left: number = faults[counter]
  if (left <= 0) return false
  Object.assign(faults, { [counter]: left - 1 })
  return true
}
