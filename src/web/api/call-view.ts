import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { formatPhone } from '../../model/phone.ts'
import type { Role } from '../../model/role.ts'
import { type CallNoteRow, notesOf } from '../../store/call-notes.ts'
import type { CallRow as StoredCall } from '../../store/calls.ts'
import { may } from '../auth/access.ts'
import { noteView } from './call-note.ts'
import type { CallRow, Desktop } from './contract.ts'
import { plainReason } from './plain-reason.ts'

/** Today's calls in the infobase's zone, the last first. */
export async function callsToday(hub: Hub, role: Role, limit = 100): Promise<Desktop['calls']> {
  const day = DateTime.fromJSDate(hub.now()).setZone(hub.config.onec.timezone).toISODate() ?? ''
  const totals = await hub.db
    .selectFrom('call')
    .select((eb) => [eb.fn.countAll<number>().as('total'), eb.fn.sum<number | null>('clientIsNew').as('fresh')])
    .where('day', '=', day)
    .where('direction', '!=', 'internal')
    .executeTakeFirstOrThrow()
  const rows = await hub.db
    .selectFrom('call')
    .leftJoin('client', 'client.ref', 'call.clientRef')
    .leftJoin('adPlatform', 'adPlatform.ref', 'call.platformRef')
    .leftJoin('campaign', 'campaign.ref', 'call.campaignRef')
    .selectAll('call')
    .select(['client.name as clientName', 'adPlatform.name as platformName', 'campaign.name as campaignName'])
    .where('call.day', '=', day)
    .where('call.direction', '!=', 'internal')
    .orderBy('call.startedAt', 'desc')
    .orderBy('call.id')
    .limit(limit)
    .execute()
  const notes = await notesOf(
    hub.db,
    rows.map((row) => row.callKey),
  )
  return {
    mayNote: may(role, 'callNote'),
    total: Number(totals.total),
    newClients: Number(totals.fresh ?? 0),
    rows: rows.map((row) => ({
      id: row.id,
      startedAt: row.startedAt,
      state: shownState(row, hub.now()),
      direction: row.direction as CallRow['direction'],
      phone: row.phone,
      phoneText: row.phone ? formatPhone(row.phone) : 'Скрытый номер',
      clientName: row.clientName,
      isNewClient: row.clientIsNew === 1,
      platform: row.platformName,
      campaign: row.campaignName,
      keyword: row.keyword,
      dialled: row.dialled && formatPhone(row.dialled),
      talkSeconds: row.talkSeconds,
      hasRecording: row.recordingUrl !== null,
      onec: { state: row.onecState, text: onecText(row) },
      note: shownNote(notes.get(row.callKey), row),
      traceId: row.traceId,
    })),
  }
}

const shownNote = (note: CallNoteRow | undefined, { onecReason }: Pick<StoredCall, 'onecReason'>) =>
  note ? noteView(note, onecReason) : null

/** A call nobody reported the end of has ended all the same; after so long without a word it is not shown as going on. */
const silentMs = 2 * 3_600_000

function shownState(row: Pick<StoredCall, 'state' | 'updatedAt'>, now: Date): CallRow['state'] {
  const isSilent = now.getTime() - Date.parse(row.updatedAt) > silentMs
  return isSilent ? 'ended' : (row.state as CallRow['state'])
}

function onecText(row: Pick<StoredCall, 'onecState' | 'onecReason'>): string {
  switch (row.onecState) {
    case 'written':
      return 'Записан в 1С'
    case 'failed':
      return plainReason(row.onecReason)
    case 'waiting':
      return row.onecReason ? `Ждёт 1С: ${row.onecReason}` : 'Принят, передаётся в 1С'
    case 'none':
      return 'В 1С не передаётся'
    default:
      return row.onecState satisfies never
  }
}
