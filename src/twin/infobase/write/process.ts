/** Business processes and tasks: `Start` makes the first tasks, the last task executed completes the process (1c-odata §13). */
import { setName } from '../configuration.ts'
import { instanceNotFound, methodNotFound, refused } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { isFilled, type StoredRecord, textIn, typeName } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { createObject, keepChanged } from './object.ts'

export function startProcess(base: Infobase, set: EntitySet, key: string): StoredRecord {
  const { object } = set
  if (object.kind !== 'BusinessProcess') throw methodNotFound('Start')
  const process = base.get(set.name, key)
  if (!process) throw instanceNotFound(object.name)
  if (process.Started === true) throw refused('Бизнес-процесс уже стартован!')
  for (const task of object.route(process, base)) {
    const tasks = base.entitySet(object.task)
    createObject(base, tasks, { ...task, ...ownerFields(tasks, set.name, key) })
  }
  return keepChanged(base, set, process, { ...process, Started: true })
}

export function executeTask(base: Infobase, set: EntitySet, key: string): StoredRecord {
  const { object } = set
  if (object.kind !== 'Task') throw methodNotFound('ExecuteTask')
  const task = base.get(set.name, key)
  if (!task) throw instanceNotFound(object.name)
  if (task.Executed === true) throw refused('Задача уже выполнена!')
  const executed = keepChanged(base, set, task, { ...task, Executed: true })
  completeProcess(base, set, executed)
  return executed
}

function completeProcess(base: Infobase, tasks: EntitySet, task: StoredRecord): void {
  const owner = processOf(base, tasks, task)
  if (!owner) return
  const isOpen = (other: StoredRecord) => other.Executed !== true && processOf(base, tasks, other)?.key === owner.key
  const process = base.get(owner.set, owner.key)
  if (!process || base.find(setName(tasks.object), isOpen)) return
  keepChanged(base, base.entitySet(owner.set), process, { ...process, Completed: true })
}

function processOf({ schema }: Infobase, tasks: EntitySet, task: StoredRecord): { set: string; key: string } | null {
  if (tasks.object.kind !== 'Task') return null
  const { processes } = tasks.object
  const [only] = processes
  const key = textIn(task, processes.length === 1 ? 'BusinessProcess_Key' : 'BusinessProcess')
  const set = processes.length === 1 ? only : processes.find((name) => typeName(name) === task.BusinessProcess_Type)
  return set && isFilled(key) && schema.sets.has(set) ? { set, key } : null
}

function ownerFields(tasks: EntitySet, process: string, key: string): Record<string, string> {
  return tasks.properties.some(({ name }) => name === 'BusinessProcess_Key')
    ? { BusinessProcess_Key: key }
    : { BusinessProcess: key, BusinessProcess_Type: typeName(process) }
}
