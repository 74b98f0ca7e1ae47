import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { fateOf } from '../../errors.ts'
import type { Trx } from '../../jobs/engine.ts'
import { changeInWords } from '../../mapping/infobase/change-words.ts'
import { JudgedChange } from '../../mapping/infobase/judge.ts'
import { writeJournal } from '../../store/journal.ts'
import { oweEffect } from '../../store/outbox.ts'
import type { MetadataChangeTable } from '../../store/tables/metadata-change.ts'
import { deliverEffect, type Wording } from '../effects.ts'

export const lettersQueue = 'tell-admins'

const Letter = z.object({ messageId: z.int() })

const wording: Wording = {
  topic: 'system',
  doing: 'Передаём письмо администратору почтовому серверу',
  done: () => 'Почтовый сервер принял письмо администратору',
  failed: 'Письмо администратору не отправлено',
}

/** Changes named in a letter; the rest is counted. */
const listed = 30

/**
 * Writes to the administrators about changes nobody was written to yet: one letter for all of them. Without mail, or without
 * anybody's address, the desktop and the journal have to do.
 */
export async function oweLetters(
  hub: Hub,
  trx: Trx,
  traceId: string,
  open: readonly MetadataChangeTable[],
): Promise<void> {
  const untold = open.filter(({ toldAt }) => toldAt === null)
  if (untold.length === 0) return
  const now = hub.now().toISOString()
  const addresses = hub.email ? await adminAddresses(hub, trx) : []
  if (addresses.length === 0) {
    const why = hub.email
      ? 'не указано, кому: впишите адреса в notify.admins файла config/hub.yaml'
      : 'почта не настроена (SMTP_URL)'
    const text = `Письмо администратору об изменениях в 1С не отправлено: ${why}`
    await writeJournal(trx, now, { traceId, topic: 'exchange', step: 'metadata.untold', level: 'warning', text })
  }
  const payload = letterOf(
    hub,
    untold.map(({ change }) => JudgedChange.parse(JSON.parse(change))),
  )
  const mark = createHash('sha256')
    .update(
      untold
        .map(({ key, seenAt }) => `${key} ${seenAt}`)
        .sort()
        .join('\n'),
    )
    .digest('base64url')
    .slice(0, 22)
  for (const email of addresses) {
    const effect = {
      sink: 'email' as const,
      kind: 'email',
      key: `metadata:${mark}:${email}`,
      subject: 'metadata',
      payload: { email, ...payload },
      traceId,
    }
    const { id } = await oweEffect(trx, effect, now)
    await hub.jobs.enqueue(trx, lettersQueue, { messageId: id }, { traceId })
  }
  await trx
    .updateTable('metadataChange')
    .set({ toldAt: now })
    .where(
      'key',
      'in',
      untold.map(({ key }) => key),
    )
    .execute()
}

/** Named in the settings; without any, administrators of the hub whose login 1C knows with a mail. */
async function adminAddresses(hub: Hub, trx: Trx): Promise<string[]> {
  const { admins } = hub.config.settings.notify
  if (admins.length > 0) return [...new Set(admins)]
  const rows = await trx
    .selectFrom('hubUser')
    .innerJoin('manager', 'manager.login', 'hubUser.login')
    .select('manager.email')
    .where('hubUser.role', '=', 'admin')
    .where('hubUser.disabled', '=', 0)
    .where('manager.deleted', '=', 0)
    .where('manager.email', 'is not', null)
    .execute()
  return [...new Set(rows.flatMap(({ email }) => email ?? []))]
}

function letterOf(hub: Hub, changes: readonly JudgedChange[]): { subject: string; text: string } {
  const lines = changes
    .slice(0, listed)
    .flatMap((change) => [
      `- ${changeInWords(change)}.`,
      ...[
        ...new Set(
          change.hits.map(({ file, line, field }) => `  ${file}, строка ${line}${field ? `, поле ${field}` : ''}`),
        ),
      ],
    ])
  const more = changes.length > listed ? [`И ещё: ${changes.length - listed}.`] : []
  const held = changes.some(({ severity }) => severity === 'error')
  const { publicUrl, host, port } = hub.config.http
  return {
    subject: `Конфигурация 1С изменилась: задеты соответствия хаба (${changes.length})`,
    text: [
      'Хаб сравнил описание базы 1С с прежним и нашёл изменения, которые задевают файлы соответствий:',
      '',
      ...lines,
      ...more,
      '',
      held
        ? 'Файл, которому не хватает имени, не используется, пока имя не найдётся: его данные в хабе не обновляются, но и не портятся.'
        : 'Соответствия работают, но часть значений может потеряться.',
      `Предложенная правка и кнопка «Учтено» — на странице «Соответствия»: ${publicUrl ?? `http://${host}:${port}`}/mappings`,
    ].join('\n'),
  }
}

/** Sends one such letter. A refusal, or an outcome nobody can tell, is in the journal; the desktop names the changes anyway. */
export async function tellAdmins(hub: Hub, data: unknown): Promise<void> {
  const { messageId } = Letter.parse(data)
  try {
    await deliverEffect(hub, messageId, wording)
  } catch (error) {
    if (fateOf(error) !== 'park') throw error
    hub.live.changed('attention', 'journal')
  }
}
