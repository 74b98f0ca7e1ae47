/**
 * The errors of the OData service (1c-odata §11): code, HTTP status and text, in 1C's own wording where it is known.
 * Everything the twin does not support ends here and never in a made-up success.
 */
export class ODataError extends Error {
  override name = 'ODataError'
  readonly code: number
  readonly status: number
  /** The reason phrase, where 1C's differs from the usual one. */
  readonly reason: string | undefined

  constructor(code: number, status: number, message: string, reason?: string) {
    super(message)
    this.code = code
    this.status = status
    this.reason = reason
  }
}

export const notSupported = (what: string) => new ODataError(0, 501, `${what} не поддерживается.`)

export const unsupportedOption = (name: string) => new ODataError(0, 400, `Параметр "${name}" не поддерживается.`)

export const unreadable = (value: string, type: string) =>
  new ODataError(1, 400, `Не удалось разобрать строку '${value}' как значение типа ${type}!`)

export const badRequest = (message: string) => new ODataError(2, 400, message)

export const unknownFormat = (format: string) =>
  new ODataError(3, 406, `Запрошенное представление "${format}" не поддерживается.`)

export const badValue = (property: string) =>
  new ODataError(4, 400, `Указано неверное значение свойства "${property}".`)

export const missingProperty = (property: string) =>
  new ODataError(5, 400, `Не указано значение свойства "${property}".`)

export const segmentNotFound = (segment: string) => new ODataError(6, 400, `Сегмент пути ${segment} не найден!`)

export const extraSegments = () => new ODataError(6, 400, 'Обнаружены лишние сегменты!')

/** A register without this virtual table. */
export const tableNotFound = () => new ODataError(6, 400, 'Метод не найден')

export const badUrl = (message: string) => new ODataError(6, 400, message)

export const missingKeyPart = (part: string) => new ODataError(7, 400, `Не указано значение ключевого поля "${part}".`)

/** The reason phrase is `Not found` with a small f: clients are known to assert it (1c-odata §11). */
export const setNotFound = (set: string) => new ODataError(8, 404, `Сущность "${set}" не найдена.`, 'Not found')

export const instanceNotFound = (entity: string) =>
  new ODataError(9, 404, `Экземпляр сущности "${entity}" не найден по переданному ключу.`)

export const propertyNotFound = (property: string) => new ODataError(10, 400, `Свойство "${property}" не найдено.`)

export const methodNotFound = (method: string) => new ODataError(11, 404, `Метод "${method}" не найден.`)

export const missingArgument = (argument: string) =>
  new ODataError(12, 400, `Не указан обязательный параметр "${argument}".`)

/** The text as a server gave it (errors24.ru/2023/06/27/proizoshla-vnutrennyaya-oshibka-odata-servisa). */
export const rowsAreReadOnly = () =>
  new ODataError(13, 400, 'Создание строк табличной части напрямую не поддерживается')

export const badOption = (option: string) => new ODataError(14, 400, `Ошибка при разборе опции запроса ${option}`)

export const alreadyExists = () => new ODataError(15, 400, 'Запись с такими значениями ключевых полей уже существует!')

export const cannotAssign = (property: string) =>
  new ODataError(16, 400, `Невозможно присвоить значение свойству "${property}".`)

export const noDataLoad = (entity: string) =>
  new ODataError(17, 400, `Объект "${entity}" не поддерживает режим загрузки данных.`)

export const methodNotAllowed = (method: string) =>
  new ODataError(19, 405, `Метод HTTP ${method} недопустим для указанного ресурса.`, 'Method Not Allowed')

export const accessDenied = () => new ODataError(20, 401, 'Нарушение прав доступа!')

export const functionNotImplemented = (name: string) => new ODataError(21, 501, `Функция ${name} не реализована.`)

export const wrongArguments = (name: string) =>
  new ODataError(21, 400, `Неверное количество или тип параметров функции ${name}.`)

export const staleVersion = () => new ODataError(-1, 412, 'Версия данных не совпадает с указанной в If-Match.')

/** What a client sees of a failure inside 1C that has no text of its own. */
export const internalError = () =>
  new ODataError(
    -1,
    500,
    'Произошла внутренняя ошибка OData сервиса. Дополнительные сведения можно найти в технологическом журнале.',
  )

/** A value storage that holds what has no representation outside 1C (1c-odata §7). */
export const unreadableStorage = (property: string) =>
  new ODataError(0, 501, `Тип значения, хранящегося в свойстве "${property}", не поддерживается.`)

export const locked = () =>
  new ODataError(
    -1,
    500,
    'Ошибка блокировки данных. Конфликт блокировок при выполнении транзакции: Превышено максимальное время ожидания предоставления блокировки',
  )

export const outOfMemory = () => new ODataError(-1, 500, 'Недостаточно памяти')

export const brokenXml = () => new ODataError(2, 400, 'Неверный формат запроса: ошибка разбора XML')

export const brokenJson = () => new ODataError(-1, 500, 'Непредвиденный символ при чтении JSON')

export const wrongComparison = () =>
  new ODataError(
    -1,
    500,
    'Неверные параметры в операции сравнения. Нельзя сравнивать поля неограниченной длины и поля несовместимых типов.',
  )

/** A refusal by code of the configuration: `Ошибка при выполнении обработчика - 'ПриЗаписи' {Модуль(строка)}: текст`. */
export const handlerRefused = (handler: string, where: string, text: string) =>
  new ODataError(-1, 500, `Ошибка при выполнении обработчика - '${handler}'\n{${where}}: ${text}`)

export const refused = (text: string) => new ODataError(-1, 500, text)
