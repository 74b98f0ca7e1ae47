/** `Post` and `Unpost` (1c-odata §13): 200 with an empty body; the operational mode is accepted and has no effect. */
import { keyOf } from '../keys.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { findEntity } from './read.ts'
import { emptyReply, type ODataRequest, type Reply } from './request.ts'
import { requireWrite } from './rights.ts'
import { write } from './write.ts'

export function runAction(request: ODataRequest, set: EntitySet, key: StoredRecord, action: 'Post' | 'Unpost'): Reply {
  requireWrite(request, set)
  const ref = keyOf(set, findEntity(request, set, key))
  const { base } = request
  write(request, set, () => (action === 'Post' ? base.post(set.name, ref) : base.unpost(set.name, ref)))
  return emptyReply(200)
}
