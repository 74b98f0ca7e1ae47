/**
 * The switches of an infobase (1c-odata §19): what goes wrong, and where real 1C servers are known to differ. They may be
 * turned at run time; the table below is what a page lists.
 */
export type Faults = {
  down: boolean
  maintenance: boolean
  sessionPool: boolean
  licence: boolean
  html500: boolean
  latencyMs: number
  firstRequestMs: number
  /** After so many more requests the infobase goes down; null: never. */
  failAfterRequests: number | null
  loseAnswers: number
  handlerVeto: number
  ifMatch: boolean
  bom: boolean
  countSupported: boolean
  inlinecountOverridesPaging: boolean
  tombstones: boolean
  pathLimit: boolean
}

export const defaultFaults: Readonly<Faults> = {
  down: false,
  maintenance: false,
  sessionPool: false,
  licence: false,
  html500: false,
  latencyMs: 0,
  firstRequestMs: 0,
  failAfterRequests: null,
  loseAnswers: 0,
  handlerVeto: 0,
  ifMatch: false,
  bom: false,
  countSupported: true,
  inlinecountOverridesPaging: true,
  tombstones: true,
  pathLimit: false,
}

export type FaultDescription = {
  name: keyof Faults
  /** switch: on or off · counter: that many times, then over · duration: milliseconds. */
  kind: 'switch' | 'counter' | 'duration'
  title: string
}

export const faultDescriptions: readonly FaultDescription[] = [
  { name: 'down', kind: 'switch', title: 'Сервер недоступен: соединения обрываются' },
  { name: 'maintenance', kind: 'switch', title: 'Начало сеансов запрещено (обновление конфигурации)' },
  { name: 'sessionPool', kind: 'switch', title: 'Пул сеансов исчерпан: ответ 406' },
  { name: 'licence', kind: 'switch', title: 'Нет свободной лицензии' },
  { name: 'html500', kind: 'switch', title: 'Сбой веб-сервера: 500 и страница HTML' },
  { name: 'latencyMs', kind: 'duration', title: 'Задержка каждого ответа, мс' },
  { name: 'firstRequestMs', kind: 'duration', title: 'Задержка первого запроса после простоя, мс' },
  { name: 'failAfterRequests', kind: 'counter', title: 'Отключиться после стольких запросов' },
  {
    name: 'loseAnswers',
    kind: 'counter',
    title: 'Потерять ответы на столько записей: выполнить и оборвать соединение',
  },
  { name: 'handlerVeto', kind: 'counter', title: 'Столько записей отклонить обработчиком конфигурации' },
  { name: 'ifMatch', kind: 'switch', title: 'Проверять версию данных по заголовку If-Match' },
  { name: 'bom', kind: 'switch', title: 'Начинать JSON и $count с метки порядка байтов' },
  { name: 'countSupported', kind: 'switch', title: 'Поддерживать /$count' },
  { name: 'inlinecountOverridesPaging', kind: 'switch', title: '$inlinecount отменяет $top и $skip' },
  { name: 'tombstones', kind: 'switch', title: 'Сообщать об удалённых объектах в SelectChanges' },
  { name: 'pathLimit', kind: 'switch', title: 'Ограничить сегмент пути 260 знаками (IIS)' },
]

/** Takes one from a counter; false when it is already used up. */
export function takeOne(faults: Faults, counter: 'loseAnswers' | 'handlerVeto'): boolean {
  if (faults[counter] <= 0) return false
  faults[counter] -= 1
  return true
}
