/** Contracts about services: documents of the same kind as those about flats, and none of the hub's business. */
import type { Infobase } from '../../infobase/infobase.ts'
import { EMPTY_DATE, typeName } from '../../infobase/record.ts'
import { addDays, at } from '../dates.ts'
import type { Random } from '../random.ts'

const SERVICES = 'Catalog_УслугиКлиентам'
const CONTRACTS = 'Document_ДоговорСКлиентом'

const services = ['Сопровождение ипотеки', 'Электронная регистрация', 'Приёмка квартиры с экспертом']

export function seedServices(base: Infobase, random: Random, managers: readonly string[], day: string): void {
  const customers = base.list('Catalog_Партнеры').filter((partner) => partner.ЗаключалДоговор === true)
  for (const [index, service] of services.entries()) {
    const [serviceKey, key] = [random.guid(), random.guid()]
    const signedOn = addDays(day, -random.int(5, 60))
    base.write(SERVICES, { Ref_Key: serviceKey, Description: service })
    base.write(CONTRACTS, {
      Ref_Key: key,
      Date: at(signedOn, 12, 0),
      НомерПечатный: `У-${index + 1}`,
      ВидДоговора: 'ОказаниеУслуг',
      ФормаРасчетов: 'СобственныеСредства',
      Предмет: serviceKey,
      Предмет_Type: typeName(SERVICES),
      Ответственный_Key: random.pick(managers),
      СуммаДокумента: random.int(10, 40) * 1000,
      ДатаГосРегистрации: EMPTY_DATE,
      Состояние: 'Подписан',
      Стороны: [{ LineNumber: 1, Участник_Key: random.pick(customers).Ref_Key, Роль: 'Покупатель', Доля: 1 }],
    })
    base.post(CONTRACTS, key)
  }
}
