import { date, enumOf, flag, type MetadataObject, ref, text } from '../../infobase/configuration.ts'
import { type StoredRecord, textIn } from '../../infobase/record.ts'

/** A partner written from outside with its full name alone gets the short one from it. */
function nameShort(partner: StoredRecord): StoredRecord {
  const full = textIn(partner, 'НаименованиеПолное')
  return textIn(partner, 'Description') === '' ? { ...partner, Description: full.slice(0, 100) } : partner
}

/** Those the office deals with, and those who work in it. */
export const partyObjects: readonly MetadataObject[] = [
  {
    kind: 'Catalog',
    name: 'Партнеры',
    synonym: 'Партнеры',
    codeLength: 11,
    descriptionLength: 100,
    folders: true,
    attributes: {
      НаименованиеПолное: text(300),
      ЮрФизЛицо: enumOf('ЮрФизЛицо'),
      ИНН: text(12),
      ДатаРождения: date,
      // Banks and contractors are partners too.
      ЭтоКлиент: flag,
      ЗаключалДоговор: flag,
      Куратор: ref('Catalog_Сотрудники'),
      КлючВнешнейСистемы: text(100),
      УдалитьТелефон: text(50),
    },
    sections: { Контакты: { Тип: enumOf('ТипыКонтактов'), ЗначениеКонтакта: text(200), Примечание: text(100) } },
    beforeWrite: nameShort,
  },
  {
    kind: 'Catalog',
    name: 'Сотрудники',
    synonym: 'Сотрудники',
    codeLength: 6,
    descriptionLength: 100,
    folders: true,
    attributes: { ИмяПользователя: text(50), РабочийТелефон: text(30), АдресЭП: text(100) },
  },
]
