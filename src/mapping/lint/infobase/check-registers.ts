import type { InfobaseSchema, SchemaProperty } from '../../schema.ts'
import type { MappingSpec } from '../../spec.ts'
import type { At } from '../places.ts'
import { guess, type Report } from '../report.ts'
import { checkNames } from './check-source.ts'
import { nearestSet } from './nearest-name.ts'
import { attributeIn } from './walk.ts'

type Register = NonNullable<MappingSpec['from']['registers']>[string]

const kind = 'InformationRegister_'

/** Name by which the columns of a register's rows are known; of what is not published none are. */
const columnsOf = (schema: InfobaseSchema, { set }: Register): string => schema.table(set, 'SliceLast') ?? set

/** The infobase as the paths of a mapping see it: rows of its registers are sections of the objects it reads. */
export function withRegisters(schema: InfobaseSchema, { from }: MappingSpec): InfobaseSchema {
  const { set, registers = {} } = from
  const names = Object.keys(registers)
  if (names.length === 0) return schema
  const sectionOf = (owner: string, name: string): string | null => {
    const register = owner === set && Object.hasOwn(registers, name) ? registers[name] : undefined
    if (!register) return null
    // Of what is no register no name is known, so that one mistake is told of once.
    return register.set.startsWith(kind) ? columnsOf(schema, register) : `${kind}${register.set}`
  }
  const rows = (section: string): SchemaProperty => ({ type: `Collection(${section}_RowType)`, nullable: false })
  return {
    ...schema,
    properties: (owner) =>
      owner === set ? new Set([...schema.properties(owner), ...names]) : schema.properties(owner),
    property(owner, name) {
      const section = sectionOf(owner, name)
      return section === null ? schema.property(owner, name) : rows(section)
    },
    section: (owner, name) => sectionOf(owner, name) ?? schema.section(owner, name),
  }
}

/** Compares the registers beside the objects with the infobase itself. */
export function checkRegisters(schema: InfobaseSchema, { from }: MappingSpec, report: Report): void {
  for (const [name, register] of Object.entries(from.registers ?? {})) {
    const path = ['from', 'registers', name]
    if (schema.property(from.set, name) !== null)
      report('register', { path }, `В «${from.set}» есть свой реквизит «${name}»: дайте регистру другое имя.`)
    checkRegister(schema, from.set, register, (word) => ({ path: [...path, word], on: 'value' }), report)
  }
}

function checkRegister(
  schema: InfobaseSchema,
  home: string,
  register: Register,
  on: (word: keyof Register) => At,
  report: Report,
): void {
  const { set, by, condition } = register
  const columns = columnsOf(schema, register)
  if (!schema.has(set)) {
    const remedy = 'Проверьте имя; если оно верно, включите регистр в состав стандартного интерфейса OData.'
    report('unknown-set', on('set'), `В 1С нет «${set}»${guess(nearestSet(set, schema))} ${remedy}`)
    return
  }
  if (!set.startsWith(kind)) {
    report('register', on('set'), `«${set}» — не регистр сведений: рядом с объектом читаются только их записи.`)
    return
  }
  if (condition !== undefined) checkNames(schema, columns, condition, on('condition'), report)
  if (!attributeIn(schema, columns, { name: by, at: on('by') }, report)) return
  const target = schema.target(set, by) ?? schema.target(columns, by)
  if (target === home) return
  const leads = target === null ? 'не ссылка' : `ведёт к «${target}»`
  report('register', on('by'), `«${by}» ${leads}, а нужно измерение со ссылкой на «${home}».`)
}
