import type { Hub } from '../../context.ts'
import { readPhone } from '../../model/phone.ts'
import { Refusal } from '../onec-api/refusal.ts'

/** Number of a mobile phone for a text message: given, or the client's first that can get one. Throws Refusal. */
export async function findPhone(
  hub: Hub,
  { phone, clientRef }: { phone?: string | undefined; clientRef?: string | undefined },
): Promise<string> {
  if (phone !== undefined) {
    const { e164, status } = readPhone(phone)
    if (e164 === null) {
      const what = status === 'internal' ? 'это внутренний номер' : 'это не номер телефона'
      throw new Refusal('bad_input', `SMS не отправить на «${phone}»: ${what}. Нужен номер вида +7 999 000-11-22.`)
    }
    if (!isMobile(e164))
      throw new Refusal('bad_input', `SMS не отправить на «${phone}»: номер городской. Нужен мобильный телефон.`)
    return e164
  }
  const ref = await livingClient(hub, clientRef, 'phone')
  const phones = await hub.db
    .selectFrom('clientPhone')
    .select('e164')
    .where('clientRef', '=', ref)
    .where('e164', 'is not', null)
    .orderBy('n')
    .execute()
  const found = phones.map((row) => row.e164 ?? '').find(isMobile)
  if (found === undefined)
    throw new Refusal('not_found', 'У клиента нет мобильного телефона. Заполните его в карточке клиента в 1С.', { ref })
  return found
}

/** E-mail address: given, or the client's first. Throws Refusal. */
export async function findEmail(
  hub: Hub,
  { email, clientRef }: { email?: string | undefined; clientRef?: string | undefined },
): Promise<string> {
  if (email !== undefined) {
    if (!isEmail(email))
      throw new Refusal('bad_input', `Письмо не отправить на «${email}»: это не адрес электронной почты.`)
    return email.trim()
  }
  const ref = await livingClient(hub, clientRef, 'email')
  const emails = await hub.db
    .selectFrom('clientEmail')
    .select('email')
    .where('clientRef', '=', ref)
    .orderBy('n')
    .execute()
  const found = emails.map((row) => row.email.trim()).find(isEmail)
  if (found === undefined)
    throw new Refusal('not_found', 'У клиента нет адреса почты. Заполните его в карточке клиента в 1С.', { ref })
  return found
}

async function livingClient(hub: Hub, ref: string | undefined, field: string): Promise<string> {
  if (ref === undefined) throw new Refusal('bad_input', `Кому отправить, не сказано: передайте ${field} или clientRef.`)
  const client = await hub.db.selectFrom('client').select('deleted').where('ref', '=', ref).executeTakeFirst()
  if (!client || client.deleted === 1)
    throw new Refusal('not_found', 'Такого клиента в хабе нет: проверьте ссылку, или клиент ещё не прочитан из 1С.', {
      ref,
    })
  return ref
}

/** Of Russian numbers only 9XX are mobile; others are the gateway's to judge. */
const isMobile = (e164: string) => !/^\+7[^9]/.test(e164)

/** Local part in ASCII, for few servers take more (SMTPUTF8); the host may be Cyrillic. */
const isEmail = (text: string) =>
  text.trim().length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim())
