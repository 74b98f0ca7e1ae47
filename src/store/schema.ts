import type { CallTables, OutboxTables } from './tables/calls.ts'
import type { InboxTables } from './tables/inbox.ts'
import type { JobTables } from './tables/jobs.ts'
import type { JournalTables } from './tables/journal.ts'
import type { MirrorTables } from './tables/mirror.ts'
import type { StateTables } from './tables/state.ts'

/** Every table of the store, in camelCase; the tables themselves are snake_case (see open.ts). */
export interface Database
  extends JobTables,
    InboxTables,
    MirrorTables,
    CallTables,
    OutboxTables,
    JournalTables,
    StateTables {}
