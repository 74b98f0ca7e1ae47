/** Actions of objects (1c-odata §13): 200 with an empty body; the operational mode is accepted and has no effect. */
import type { Infobase } from '../infobase.ts'
import { keyOf } from '../keys.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { executeTask, startProcess } from '../write/process.ts'
import { findEntity } from './read.ts'
import { emptyReply, type ODataRequest, type Reply } from './request.ts'
import { requireWrite } from './rights.ts'
import { write } from './write.ts'

type Action = (base: Infobase, set: EntitySet, key: string) => StoredRecord

const ACTIONS: Readonly<Record<string, Action>> = {
  Post: (base, set, key) => base.post(set.name, key),
  Unpost: (base, set, key) => base.unpost(set.name, key),
  Start: startProcess,
  ExecuteTask: executeTask,
}

/** The action of this name; an attribute may bear the same one, so only the ends of paths are looked up here. */
export const actionNamed = (name: string): Action | undefined =>
  Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined

export function runAction(request: ODataRequest, set: EntitySet, key: StoredRecord, action: Action): Reply {
  requireWrite(request, set)
  const ref = keyOf(set, findEntity(request, set, key))
  const { whole } = request
  write(request, set, () => action(whole, whole.entitySet(set.name), ref))
  return emptyReply(200)
}
