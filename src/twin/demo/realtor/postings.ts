/** What the documents of the demo configuration do when they are posted (`ОбработкаПроведения`). */
import type { Movements } from '../../infobase/configuration.ts'
import { numberIn, rowsIn, type StoredRecord, textIn } from '../../infobase/record.ts'
import { CONTRACT_STATES, contractState } from './office-objects.ts'

const SETTLEMENTS = 'AccumulationRegister_РасчетыСПокупателями'

/** A contract notes its state and puts its price on the first buyer's account; a terminated one puts nothing there. */
export function postContract(contract: StoredRecord): Movements[] {
  const [buyer] = rowsIn(contract, 'Покупатели')
  const state = { register: CONTRACT_STATES, rows: [contractState(contract)] }
  if (contract.Расторгнут === true) return [state]
  const row = {
    RecordType: 'Receipt',
    Контрагент_Key: buyer?.Контрагент_Key ?? '',
    Договор_Key: textIn(contract, 'Ref_Key'),
    Сумма: numberIn(contract, 'СуммаДоговора'),
  }
  return [state, { register: SETTLEMENTS, rows: [row] }]
}

/** A payment lowers the debt, a refund raises it again. */
export function postPayment(payment: StoredRecord): Movements[] {
  const row = {
    RecordType: payment.ВидОперации === 'Возврат' ? 'Receipt' : 'Expense',
    Контрагент_Key: textIn(payment, 'Контрагент_Key'),
    Договор_Key: textIn(payment, 'Договор_Key'),
    Сумма: numberIn(payment, 'Сумма'),
  }
  return [{ register: SETTLEMENTS, rows: [row] }]
}

/** A booking is posted to become binding, but writes no register. */
export function postBooking(): Movements[] {
  return []
}
