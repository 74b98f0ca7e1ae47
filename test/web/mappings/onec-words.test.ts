import { describe, expect, it } from 'vitest'
import { attributeTitle, objectTitle, splitName, typeTitle } from '../../../src/web/client/pages/mappings/onec-words.ts'

describe('names of 1C in words', () => {
  it.each([
    ['ДоговорПродажи', 'Договор продажи'],
    ['КодПоОКПО', 'Код по ОКПО'],
    ['АдресЭП', 'Адрес ЭП'],
    ['НомерТелефона2', 'Номер телефона2'],
    ['рн_Партнеры', 'Рн партнеры'],
    ['ИНН', 'ИНН'],
    ['HTTPСервис', 'HTTP сервис'],
    ['___', '___'],
  ])('%s reads «%s»', (name, title) => expect(splitName(name)).toBe(title))

  it('drop the kind of an object and the tail of a reference', () => {
    expect(objectTitle('Document_ДоговорПродажи')).toBe('Договор продажи')
    expect(attributeTitle('ОсновнойМенеджер_Key')).toBe('Основной менеджер')
    expect(attributeTitle('Предмет_Type')).toBe('Предмет: тип')
    expect(attributeTitle('Owner_Key')).toBe('Владелец')
    expect(attributeTitle('constructor')).toBe('Constructor')
  })

  it('name types as the configurator does', () => {
    const attribute = { name: 'A', type: 'Edm.String', length: null, target: null, values: null }
    expect(typeTitle({ ...attribute, length: 50 })).toBe('строка, до 50')
    expect(typeTitle({ ...attribute, type: 'Edm.Guid', target: 'Catalog_ЖилыеКомплексы' })).toBe(
      'ссылка на «Жилые комплексы»',
    )
    expect(typeTitle({ ...attribute, values: ['Да'] })).toBe('перечисление')
    expect(typeTitle({ ...attribute, type: 'Edm.Decimal' })).toBe('число')
  })
})
