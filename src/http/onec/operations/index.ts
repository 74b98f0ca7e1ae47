import type { Operation } from '../operation.ts'
import { bookingFact } from './booking-fact.ts'
import { callHistory } from './call-history.ts'
import { changed } from './changed.ts'
import { messageStatus } from './message-status.ts'
import { openCardLink } from './open-card-link.ts'
import { ping } from './ping.ts'
import { sendEmail } from './send-email.ts'
import { sendSms } from './send-sms.ts'

/** Everything 1C may ask of the hub. A new operation is a row here: its route, its place in the WSDL and OpenAPI follow. */
export const operations: readonly Operation[] = [
  ping,
  changed,
  bookingFact,
  sendSms,
  sendEmail,
  messageStatus,
  callHistory,
  openCardLink,
]
