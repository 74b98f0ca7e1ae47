import { z } from 'zod'
import { type HubError, RejectedError, UnavailableError, UnknownOutcomeError } from '../../errors.ts'
import type { SmsState } from './sms-provider.ts'

/** Numbers come as numbers or as texts, depending on the method and the parameters (messaging §0.4). */
const Text = z.union([z.string(), z.number()]).transform(String)
const Integer = z.coerce.number().pipe(z.int())

export const Refusal = z.object({ error_code: Integer, error: Text.nullish() })
export const Accepted = z.object({ id: Text, cnt: Integer.pipe(z.int().positive()), cost: Text.nullish() })
export const Status = z.object({ status: Integer, err: Integer.nullish() })

type Kind = new (message: string, facts: Record<string, unknown>) => HubError

/** Error codes of `send.php` (messaging A1): what happened and what to do about it. */
const sendRefusals = new Map<number, [Kind, string]>([
  [1, [RejectedError, 'в запросе ошибка параметров. Сообщите разработчику хаба']],
  [
    2,
    [
      RejectedError,
      'неверный логин или пароль либо адрес хаба не разрешён. Проверьте SMS_LOGIN, SMS_PASSWORD и список IP в кабинете',
    ],
  ],
  [3, [UnavailableError, 'на счёте нет денег. Пополните счёт, сообщение уйдёт само']],
  [
    4,
    [
      UnavailableError,
      'адрес хаба временно заблокирован за частые ошибки. Проверьте настройки SMS, блокировка снимется сама',
    ],
  ],
  [5, [RejectedError, 'не принят формат времени отправки. Сообщите разработчику хаба']],
  [6, [RejectedError, 'сообщение запрещено по тексту или имени отправителя. Проверьте SMS_SENDER и текст']],
  [7, [RejectedError, 'неверный формат номера. Исправьте телефон получателя в 1С']],
  [8, [RejectedError, 'на этот номер сообщения не доставляются. Укажите в 1С другой телефон получателя']],
  // A repeat within a minute, or too many requests at once: the first one may well have been accepted.
  [
    9,
    [
      UnknownOutcomeError,
      'такое же сообщение уже отправлялось меньше минуты назад или запросов слишком много. Состояние будет запрошено',
    ],
  ],
])

/** The error a refusal to send stands for; a code nobody documented proves nothing about the message. */
export function sendRefusal(code: number, facts: Record<string, unknown>): HubError {
  const [kind, text] = sendRefusals.get(code) ?? [
    UnknownOutcomeError,
    'причина в документации не описана. Состояние сообщения будет запрошено',
  ]
  return new kind(`SMSC отказал с кодом ${code}: ${text}.`, { ...facts, code })
}

/** Asking changes nothing, so only wrong credentials and a wrong request are worth a person's time. */
export function askRefusal(code: number, facts: Record<string, unknown>): HubError {
  const known = sendRefusals.get(code)
  return code === 1 || code === 2
    ? new RejectedError(`SMSC не ответил о состоянии сообщения, код ${code}: ${known?.[1]}.`, { ...facts, code })
    : new UnavailableError(`SMSC не ответил о состоянии сообщения, код ${code}. Запрос будет повторён.`, {
        ...facts,
        code,
      })
}

/** Status numbers (messaging A1). */
const states = new Map<number, SmsState>([
  [-3, { state: 'absent', text: 'SMSC не знает такого сообщения' }],
  [-2, { state: 'failed', text: 'Отправка остановлена' }],
  [-1, { state: 'pending', text: 'Ждёт отправки' }],
  [0, { state: 'pending', text: 'Передано оператору' }],
  [1, { state: 'delivered', text: 'Доставлено' }],
  [2, { state: 'delivered', text: 'Прочитано' }],
  [3, { state: 'failed', text: 'Истёк срок доставки' }],
  [4, { state: 'delivered', text: 'Доставлено, переход по ссылке' }],
  [20, { state: 'failed', text: 'Доставить невозможно' }],
  [22, { state: 'failed', text: 'Неверный номер' }],
  [23, { state: 'failed', text: 'Отправка запрещена' }],
  [24, { state: 'failed', text: 'Не хватило денег на счёте' }],
  [25, { state: 'failed', text: 'Номер недоступен' }],
])

/** Why it was not delivered (messaging A1). */
const reasons = new Map([
  [1, 'абонент не существует'],
  [6, 'абонент не в сети'],
  [11, 'у абонента не подключена услуга'],
  [12, 'ошибка телефона абонента'],
  [13, 'абонент заблокирован'],
  [21, 'сервис не поддерживается'],
  [200, 'виртуальная отправка'],
  [219, 'сим-карта заменена, доставка возможна через сутки'],
  [220, 'очередь оператора переполнена'],
])

/** A status nobody documented is not final: the message is asked about again. */
export function stateOf({ status, err }: z.infer<typeof Status>): SmsState {
  const known = states.get(status) ?? { state: 'pending', text: `Неизвестный статус SMSC ${status}` }
  const reason = err && known.state === 'failed' ? `: ${reasons.get(err) ?? `код ${err}`}` : ''
  return { ...known, text: known.text + reason }
}
