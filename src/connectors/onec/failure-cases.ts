import type { FailureBody } from './failure-body.ts'

/** Why 1C did not do what it was asked; `facts.reason` of every error of this connector's client. */
export type Reason =
  | 'unreachable'
  | 'timeout'
  | 'disconnected'
  | 'credentials'
  | 'forbidden'
  | 'maintenance'
  | 'versions'
  | 'licence'
  | 'sessions'
  | 'session_lost'
  | 'lock'
  | 'busy'
  | 'moved'
  | 'not_found'
  | 'not_published'
  | 'exists'
  | 'conflict'
  | 'bad_request'
  | 'unsupported'
  | 'refused'
  | 'crashed'
  | 'not_1c'
  | 'garbled'
  | 'unexpected'

/** `wait`: the same will do later. `refuse`: somebody has to act. `doubt`: it may have been done. */
export type Verdict = 'wait' | 'refuse' | 'doubt'

export interface Case {
  reason: Reason
  when: (seen: Seen) => boolean
  read: Verdict
  write: Verdict
  says: string
  remedy: string
}

/** Everything a rule may look at; `status` 0 when there was no answer. */
export interface Seen extends FailureBody {
  at: 'connecting' | 'waiting' | 'reading' | 'answered'
  timedOut: boolean
  /** The request came in a session 1C had opened before. */
  isWarm: boolean
  status: number
}

const platformSays = (seen: Seen, sentence: RegExp) => seen.shape !== 'odata' && sentence.test(seen.whole)
const odata = (seen: Seen, ...codes: string[]) => seen.shape === 'odata' && codes.includes(seen.code ?? '')

/**
 * The first case that fits tells the verdict (1c-odata §11, §12, §15). Sentences are looked for only where the platform
 * speaks: OData echoes names out of the request. A write is in doubt wherever the answer does not prove that 1C itself
 * turned it down before, or rolled it back after, doing it.
 */
export const cases: readonly Case[] = [
  {
    reason: 'timeout',
    when: ({ at, timedOut }) => timedOut && at === 'connecting',
    read: 'wait',
    write: 'wait',
    says: 'Не удалось за отведённое время соединиться с сервером 1С',
    remedy: 'Проверьте, что веб-сервер 1С запущен и доступен с машины хаба.',
  },
  {
    reason: 'unreachable',
    when: ({ at }) => at === 'connecting',
    read: 'wait',
    write: 'wait',
    says: 'Сервер 1С недоступен',
    remedy: 'Проверьте адрес в ONEC_URL, сеть и запущен ли веб-сервер 1С.',
  },
  {
    reason: 'timeout',
    when: ({ timedOut }) => timedOut,
    read: 'wait',
    write: 'doubt',
    says: '1С не ответила за отведённое время',
    remedy: 'Если это повторяется, посмотрите, чем занят сервер 1С.',
  },
  {
    reason: 'disconnected',
    when: ({ at }) => at === 'waiting',
    read: 'wait',
    write: 'doubt',
    says: 'Связь с 1С оборвалась до конца ответа',
    remedy: 'Если это повторяется, проверьте сеть и журнал веб-сервера 1С.',
  },
  {
    reason: 'garbled',
    when: ({ at }) => at === 'reading',
    read: 'wait',
    write: 'doubt',
    says: 'Ответ 1С не удалось разобрать: он повреждён или обрезан',
    remedy: 'Если это повторяется, проверьте прокси между хабом и 1С и адрес в ONEC_URL.',
  },
  {
    reason: 'licence',
    when: (seen) => platformSays(seen, /лицензи|licen[cs]e/i),
    read: 'wait',
    write: 'wait',
    says: 'В 1С не хватило лицензии на ещё один сеанс',
    remedy: 'Освободите лицензию или добавьте её; хаб повторит сам.',
  },
  {
    reason: 'maintenance',
    when: (seen) => platformSays(seen, /начало сеанса с информационной базой запрещено/i),
    read: 'wait',
    write: 'wait',
    says: 'Вход в информационную базу закрыт на обслуживание',
    remedy: 'Хаб продолжит сам, когда администратор 1С снимет блокировку сеансов.',
  },
  {
    reason: 'versions',
    when: (seen) => platformSays(seen, /различаются версии клиента и сервера/i),
    read: 'wait',
    write: 'wait',
    says: 'Сервер 1С обновлён, а модуль 1С на веб-сервере — ещё нет',
    remedy: 'Обновите модуль расширения веб-сервера; хаб продолжит сам.',
  },
  {
    reason: 'sessions',
    when: (seen) =>
      (seen.status === 406 && seen.shape !== 'odata') || platformSays(seen, /истекло время ожидания сеанса/i),
    read: 'wait',
    write: 'wait',
    says: 'В 1С не нашлось свободного сеанса',
    remedy: 'Хаб повторит сам; если это часто, увеличьте poolSize публикации или разгрузите 1С.',
  },
  {
    reason: 'session_lost',
    when: (seen) => platformSays(seen, /сеанс отсутствует или удал[её]н/i),
    read: 'wait',
    write: 'wait',
    says: 'Сеанс хаба в 1С закончился',
    remedy: 'Хаб откроет новый и повторит сам.',
  },
  {
    // Without the sentence it may as well be a wrong address: a write is only asked about.
    reason: 'session_lost',
    when: (seen) => seen.isWarm && seen.shape !== 'odata' && (seen.status === 400 || seen.status === 404),
    read: 'wait',
    write: 'doubt',
    says: 'Похоже, сеанс хаба в 1С закончился',
    remedy: 'Хаб откроет новый и повторит сам.',
  },
  {
    reason: 'lock',
    when: (seen) =>
      odata(seen, '-1') &&
      /ошибка блокировки|конфликт блокировок|ожидания предоставления блокировки|взаимоблокировк|взаимная блокировка/i.test(
        seen.whole,
      ),
    read: 'wait',
    write: 'wait',
    says: 'Данные в 1С заняты другой операцией',
    remedy: 'Хаб повторит сам.',
  },
  {
    reason: 'forbidden',
    when: (seen) => odata(seen, '20'),
    read: 'refuse',
    write: 'refuse',
    says: 'Пользователю хаба в 1С не хватает прав',
    remedy: 'Добавьте пользователю обмена роль с доступом к этим данным.',
  },
  {
    // Not a refusal of this one wish: everything fails until somebody mends the password, and then it all may go on.
    reason: 'credentials',
    when: ({ status, shape }) => status === 401 && shape !== 'odata',
    read: 'wait',
    write: 'wait',
    says: '1С не приняла имя или пароль',
    remedy: 'Проверьте ONEC_USER и ONEC_PASSWORD и разрешён ли пользователю вход по паролю 1С.',
  },
  {
    reason: 'forbidden',
    when: ({ status }) => status === 403,
    read: 'refuse',
    write: 'refuse',
    says: 'Доступ к 1С запрещён',
    remedy: 'Проверьте права пользователя обмена и ограничения веб-сервера на публикацию.',
  },
  {
    reason: 'not_published',
    when: (seen) => odata(seen, '8'),
    read: 'refuse',
    write: 'refuse',
    says: 'Такого набора нет в OData этой базы',
    remedy: 'Проверьте имя в файле сопоставления и состав стандартного интерфейса OData.',
  },
  {
    reason: 'not_found',
    when: (seen) => odata(seen, '9'),
    read: 'refuse',
    write: 'refuse',
    says: 'В 1С нет такого объекта',
    remedy: 'Проверьте, не удалён ли он в 1С.',
  },
  {
    reason: 'exists',
    when: (seen) => odata(seen, '15'),
    read: 'refuse',
    write: 'refuse',
    says: 'В 1С уже есть запись с таким ключом',
    remedy: 'Проверьте существующую запись.',
  },
  {
    reason: 'conflict',
    when: ({ status }) => status === 412,
    read: 'refuse',
    write: 'refuse',
    says: 'Объект в 1С изменили раньше нас',
    remedy: 'Сравните изменения и решите, какое верно.',
  },
  {
    reason: 'unsupported',
    when: (seen) => seen.status === 405 || seen.status === 501 || odata(seen, '0', '19', '21'),
    read: 'refuse',
    write: 'refuse',
    says: '1С не поддерживает такое действие',
    remedy: 'Проверьте условие в файле сопоставления и версию платформы.',
  },
  {
    reason: 'refused',
    when: (seen) => odata(seen, '-1'),
    read: 'refuse',
    write: 'refuse',
    says: '1С отказала',
    remedy: 'Исправьте причину в 1С и повторите.',
  },
  {
    reason: 'bad_request',
    when: ({ shape }) => shape === 'odata',
    read: 'refuse',
    write: 'refuse',
    says: '1С не поняла запрос',
    remedy: 'Проверьте имена реквизитов и условия в файле сопоставления.',
  },
  {
    reason: 'moved',
    when: ({ status }) => status >= 300 && status < 400,
    read: 'refuse',
    write: 'refuse',
    says: 'Вместо ответа 1С пришло перенаправление на другой адрес',
    remedy: 'Укажите в ONEC_URL конечный адрес базы, без страницы входа.',
  },
  {
    reason: 'busy',
    when: ({ status }) => status === 408 || status === 429 || status === 503,
    read: 'wait',
    write: 'wait',
    says: 'Веб-сервер 1С перегружен или останавливается',
    remedy: 'Хаб повторит сам.',
  },
  {
    reason: 'crashed',
    when: ({ status }) => status >= 500,
    read: 'wait',
    write: 'doubt',
    says: 'Ошибка на стороне сервера 1С',
    remedy: 'Если это повторяется, посмотрите технологический журнал 1С и журнал веб-сервера.',
  },
  {
    reason: 'not_1c',
    when: ({ status, shape }) => status < 300 && shape === 'html',
    read: 'refuse',
    write: 'doubt',
    says: 'Вместо данных 1С пришла страница для человека',
    remedy: 'Проверьте адрес в ONEC_URL: похоже, отвечает не 1С или требуется вход на прокси.',
  },
  {
    reason: 'not_1c',
    when: ({ status }) => status === 404,
    read: 'refuse',
    write: 'refuse',
    says: 'По этому адресу нет OData',
    remedy: 'Проверьте ONEC_URL и включён ли в публикации стандартный интерфейс OData (standardOdata).',
  },
  {
    reason: 'bad_request',
    when: ({ status }) => status >= 400,
    read: 'refuse',
    write: 'refuse',
    says: 'Веб-сервер 1С не принял запрос',
    remedy: 'Проверьте условия в файле сопоставления и настройки веб-сервера.',
  },
]

export const unforeseen: Omit<Case, 'when'> = {
  reason: 'unexpected',
  read: 'refuse',
  write: 'doubt',
  says: '1С ответила неожиданно',
  remedy: 'Передайте подробности тому, кто сопровождает публикацию 1С.',
}
