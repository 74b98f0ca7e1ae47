/** The function imports of `$metadata`: actions of documents and virtual tables of registers (1c-odata §8). */
import type { MetadataObject } from '../configuration.ts'
import { setName } from '../configuration.ts'
import { boundSet, functionsOf } from '../virtual-tables/functions.ts'
import { blockTag, emptyTag } from './xml.ts'

/** Of those that are no text. */
const PARAMETER_TYPES: Readonly<Record<string, string>> = {
  Period: 'Edm.DateTime',
  StartPeriod: 'Edm.DateTime',
  EndPeriod: 'Edm.DateTime',
  Top: 'Edm.Int64',
}

const RESULTS: Readonly<Record<string, string>> = {
  Balance: '_Balance',
  Turnovers: '_Turnover',
  BalanceAndTurnovers: '_BalanceAndTurnover',
  ExtDimensions: '_ExtDimensions',
  RecordsWithExtDimensions: '_RecordsWithExtDimensions',
  DrCrTurnovers: '_DrCrTurnover',
}

export function functionImports(object: MetadataObject): string[] {
  const own = setName(object)
  if (object.kind === 'Document' && object.posting) {
    return ['Post', 'Unpost'].map((name) =>
      functionImport(name, own, [parameter('PostingModeOperational', 'Edm.Boolean')], true),
    )
  }
  if (object.kind === 'BusinessProcess')
    return [functionImport('Start', own, [parameter('RoutePoint', 'Edm.String')], true)]
  if (object.kind === 'Task') return [functionImport('ExecuteTask', own, [], true)]
  const set = boundSet(object)
  return functionsOf(object).map(({ name, parameters }) =>
    functionImport(
      name,
      set,
      parameters.map((known) => parameter(known, PARAMETER_TYPES[known] ?? 'Edm.String')),
      false,
      `Collection(StandardODATA.${set}${RESULTS[name] ?? ''})`,
    ),
  )
}

const parameter = (name: string, type: string) => emptyTag('Parameter', { Name: name, Type: type })

function functionImport(
  name: string,
  set: string,
  parameters: readonly string[],
  hasEffects: boolean,
  result?: string,
): string {
  return blockTag('FunctionImport', [parameter('bindingParameter', `StandardODATA.${set}`), ...parameters], {
    Name: name,
    IsBindable: 'true',
    IsSideEffecting: String(hasEffects),
    ...(result ? { ReturnType: result } : {}),
  })
}
