import type { CallNoteTables } from './tables/call-note.ts'
import type { CallTables, OutboxTables } from './tables/calls.ts'
import type { ConflictTables } from './tables/conflict.ts'
import type { ExchangeTables } from './tables/exchange.ts'
import type { InboxTables } from './tables/inbox.ts'
import type { JobTables } from './tables/jobs.ts'
import type { JournalTables } from './tables/journal.ts'
import type { MappingVersionTables } from './tables/mapping-version.ts'
import type { MetadataChangeTables } from './tables/metadata-change.ts'
import type { MirrorTables } from './tables/mirror.ts'
import type { ReplayTables } from './tables/replay.ts'
import type { StateTables } from './tables/state.ts'
import type { VerifyTables } from './tables/verify.ts'

/** Every table of the store, in camelCase; the tables themselves are snake_case (see open.ts). */
export interface Database
  extends JobTables,
    ExchangeTables,
    InboxTables,
    MirrorTables,
    CallTables,
    CallNoteTables,
    OutboxTables,
    ConflictTables,
    MappingVersionTables,
    MetadataChangeTables,
    JournalTables,
    ReplayTables,
    StateTables,
    VerifyTables {}
