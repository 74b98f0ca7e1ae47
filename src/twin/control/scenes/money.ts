import { EMPTY_DATE, numberIn, rowsIn, type StoredRecord, textIn } from '../../infobase/record.ts'
import {
  contracts,
  contractTitle,
  dateText,
  dayOf,
  daysFrom,
  keepDocument,
  keyOf,
  paidByContract,
  payments,
  roubles,
  someRecord,
} from './records.ts'
import type { Scene } from './scene.ts'

const group = 'Деньги и клиенты'

/** How long ago the instalment of `overdue-deal` was due: with the first day past due the manager is told. */
const daysPastDue = 1

/** Money by contracts: a buyer pays, a buyer does not pay. */
export const moneyScenes: Scene[] = [
  {
    name: 'add-payment',
    title: 'Поступила оплата',
    group,
    play({ infobase: base }) {
      const paid = paidByContract(base)
      const contract = someRecord(
        base,
        contracts,
        (deal) => inForce(deal) && nextLine(deal, paid) !== undefined,
        'В базе нет договора, по которому ещё ждут оплату',
      )
      const line = nextLine(contract, paid)
      const [buyer] = rowsIn(contract, 'Покупатели')
      const payment = keepDocument(base, payments, {
        Date: base.now(),
        Договор_Key: keyOf(contract),
        Контрагент_Key: buyer?.Контрагент_Key,
        ВидОперации: 'Поступление',
        Сумма: line?.missing,
      })
      return {
        text: `Оплата ${roubles(line?.missing ?? 0)}, ${contractTitle(contract)}`,
        contract: keyOf(contract),
        payment: keyOf(payment),
      }
    },
  },
  {
    name: 'overdue-deal',
    title: 'Просрочить платёж',
    group,
    play({ infobase: base }) {
      const today = dayOf(base.now())
      const paid = paidByContract(base)
      const isNotYetDue = (deal: StoredRecord) => (nextLine(deal, paid)?.dueOn ?? '') > today
      const contract = someRecord(
        base,
        contracts,
        (deal) => inForce(deal) && textIn(deal, 'ВидОплаты') === 'Рассрочка' && isNotYetDue(deal),
        'В базе нет рассрочки без долга: просрочить нечего',
      )
      const late = nextLine(contract, paid)
      const dueOn = dayOf(daysFrom(base.now(), -daysPastDue))
      const lines = rowsIn(contract, 'ГрафикПлатежей')
      keepDocument(base, contracts, {
        Ref_Key: keyOf(contract),
        ГрафикПлатежей: lines.map((line) =>
          line.LineNumber === late?.number ? { ...line, ДатаПлатежа: dueOn } : line,
        ),
      })
      return {
        text: `Просрочен платёж ${roubles(late?.missing ?? 0)} от ${dateText(dueOn)}, ${contractTitle(contract)}`,
        contract: keyOf(contract),
        overdue: late?.missing,
      }
    },
  },
]

function inForce(contract: StoredRecord): boolean {
  return contract.Posted === true && contract.Расторгнут !== true
}

interface NextLine {
  number: number
  dueOn: string
  /** What is still to be paid of it, roubles. */
  missing: number
}

/** The first line of the schedule that payments, spent on the oldest first, do not cover; undefined when all is paid. */
function nextLine(contract: StoredRecord, paid: Map<string, number>): NextLine | undefined {
  // Kopecks: roubles summed as fractions would leave a kopeck unpaid for ever.
  let left = paid.get(keyOf(contract)) ?? 0
  for (const line of rowsIn(contract, 'ГрафикПлатежей')) {
    const amount = Math.round(numberIn(line, 'Сумма') * 100)
    const dueOn = textIn(line, 'ДатаПлатежа')
    if (left < amount) {
      return dueOn === EMPTY_DATE
        ? undefined
        : { number: numberIn(line, 'LineNumber'), dueOn, missing: (amount - left) / 100 }
    }
    left -= amount
  }
  return undefined
}
