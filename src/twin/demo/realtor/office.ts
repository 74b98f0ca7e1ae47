/** A few records of the office: a plan of a flat as a file, settings of the exchange, errands in work. */
import type { Infobase } from '../../infobase/infobase.ts'
import { textIn } from '../../infobase/record.ts'
import { addDays, at } from '../dates.ts'
import type { Random } from '../random.ts'

const FILES = 'Catalog_ПрисоединенныеФайлы'
const ERRANDS = 'BusinessProcess_Поручение'
const TASKS = 'Task_ЗадачаИсполнителя'

const errands = ['Перезвонить клиенту', 'Подготовить договор', 'Проверить оплату по графику']

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"><rect width="8" height="6" fill="none"/></svg>'

export function seedOffice(base: Infobase, random: Random, managers: readonly string[], day: string): void {
  const [flat] = base.list('Catalog_Квартиры')
  base.write(FILES, {
    Ref_Key: random.guid(),
    Description: 'План квартиры',
    Owner: flat ? textIn(flat, 'Ref_Key') : '',
    Owner_Type: 'StandardODATA.Catalog_Квартиры',
    Расширение: 'svg',
    ФайлХранилище_Type: 'image/svg+xml',
    ФайлХранилище_Base64Data: Buffer.from(picture).toString('base64'),
  })
  base.write('InformationRegister_НастройкиОбмена', { АдресХаба: 'http://hub.invalid', Включен: true })
  for (const errand of errands) {
    const Ref_Key = random.guid()
    const common = {
      Date: at(addDays(day, -1), 9, 0),
      Исполнитель_Key: random.pick(managers),
      СрокИсполнения: addDays(day, random.int(1, 5)),
    }
    const written = base.write(ERRANDS, { ...common, Ref_Key, Наименование: errand })
    base.keep(ERRANDS, Ref_Key, { ...written, Started: true })
    base.write(TASKS, {
      ...common,
      Ref_Key: random.guid(),
      Description: errand,
      BusinessProcess_Key: Ref_Key,
      RoutePoint: 'Выполнить',
    })
  }
}
