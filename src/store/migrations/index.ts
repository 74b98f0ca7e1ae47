import type { Migration } from '../migrate.ts'
import * as jobs from './0001-jobs.ts'
import * as inbox from './0002-inbox.ts'
import * as mirror from './0003-mirror.ts'
import * as calls from './0004-calls.ts'
import * as journal from './0005-journal.ts'
import * as verify from './0006-verify.ts'
import * as exchange from './0007-exchange.ts'
import * as onecApi from './0008-onec-api.ts'
import * as conflicts from './0009-conflicts.ts'
import * as mappingVersions from './0010-mapping-versions.ts'
import * as metadataChanges from './0011-metadata-changes.ts'
import * as replay from './0012-replay.ts'
import * as callNotes from './0013-call-notes.ts'
import * as mirrorKnown from './0014-mirror-known.ts'
import * as callsByOnecState from './0015-calls-by-onec-state.ts'
import * as leanLists from './0016-lean-lists.ts'
import * as replayHeld from './0017-replay-held.ts'
import * as versionCases from './0018-version-cases.ts'

/** Every migration, oldest first. New ones go to the end; an applied one is never edited. */
export const migrations: readonly Migration[] = [
  jobs,
  inbox,
  mirror,
  calls,
  journal,
  verify,
  exchange,
  onecApi,
  conflicts,
  mappingVersions,
  metadataChanges,
  replay,
  callNotes,
  mirrorKnown,
  callsByOnecState,
  leanLists,
  replayHeld,
  versionCases,
]
