import type { Genesys } from '../genesys/genesys.ts'
import type { Infobase } from '../infobase/infobase.ts'
import type { MailSink } from '../mail/sink.ts'
import type { SmsCentre } from '../sms/centre.ts'

/** Everything the twin plays, for scenes to act on. */
export interface World {
  infobase: Infobase
  sms: SmsCentre
  mail: MailSink
  genesys: Genesys
  now: () => Date
  timezone: string
}
