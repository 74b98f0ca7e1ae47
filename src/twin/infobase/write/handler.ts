/** Code of the configuration around a write: `ПередЗаписью` (1c-odata §12). */
import { handlerRefused, ODataError } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'

/** `load` is the data load mode: handlers leave the record alone. */
export type WriteMode = 'handled' | 'load'

/** The record as the handler of its object leaves it. @throws -1 with the handler's words when it refuses. */
export function handled(base: Infobase, set: EntitySet, record: StoredRecord, mode: WriteMode): StoredRecord {
  const { beforeWrite } = set.object
  if (!beforeWrite || mode === 'load') return record
  try {
    return beforeWrite(record, base)
  } catch (error) {
    if (error instanceof ODataError) throw error
    throw handlerRefused('ПередЗаписью', moduleOf(set), error instanceof Error ? error.message : String(error))
  }
}

const MODULES: Readonly<Record<string, string>> = {
  Catalog: 'Справочник.$.МодульОбъекта(57)',
  ChartOfCharacteristicTypes: 'ПланВидовХарактеристик.$.МодульОбъекта(31)',
  ChartOfAccounts: 'ПланСчетов.$.МодульОбъекта(31)',
  ChartOfCalculationTypes: 'ПланВидовРасчета.$.МодульОбъекта(31)',
  Document: 'Документ.$.МодульОбъекта(112)',
  InformationRegister: 'РегистрСведений.$.МодульНабораЗаписей(18)',
  AccumulationRegister: 'РегистрНакопления.$.МодульНабораЗаписей(23)',
  AccountingRegister: 'РегистрБухгалтерии.$.МодульНабораЗаписей(23)',
  CalculationRegister: 'РегистрРасчета.$.МодульНабораЗаписей(23)',
  ExchangePlan: 'ПланОбмена.$.МодульОбъекта(9)',
  Constant: 'Константа.$.МодульМенеджераЗначения(5)',
  BusinessProcess: 'БизнесПроцесс.$.МодульОбъекта(44)',
  Task: 'Задача.$.МодульОбъекта(27)',
}

/** Where in the configuration the code of an object stands, as its error messages say. */
export function moduleOf({ object }: EntitySet): string {
  return (MODULES[object.kind] ?? '$.МодульОбъекта(1)').replace('$', object.name)
}
