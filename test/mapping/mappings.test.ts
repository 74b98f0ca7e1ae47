import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMappings } from '../../src/mappings.ts'
import type { Client } from '../../src/model/client.ts'
import type { RawRecord } from '../../src/model/raw.ts'

const mappings = readMappings(join(import.meta.dirname, '../../mappings'), 'Europe/Moscow')
const ref = '5f0c0a52-0000-4000-8000-000000000001'

test('every mapping file of the distribution is in order', () => {
  expect(mappings.findings).toEqual([])
  expect(mappings.all.map((mapping) => mapping.entity).sort()).toEqual(
    [
      'adPlatform',
      'booking',
      'building',
      'campaign',
      'client',
      'deal',
      'interaction',
      'manager',
      'payment',
      'project',
      'unit',
    ].sort(),
  )
})

describe('client', () => {
  const raw: RawRecord = {
    Ref_Key: ref,
    Code: '000000001',
    Description: 'Иванов Иван Иванович',
    IsFolder: false,
    DeletionMark: false,
    ВидКонтрагента: 'ФизическоеЛицо',
    Фамилия: 'Иванов',
    Имя: 'Иван',
    Отчество: '',
    СтадияКлиента: 'Действующий',
    ОсновнойМенеджер_Key: '00000000-0000-0000-0000-000000000000',
    ВнешнийКод: '',
    КонтактнаяИнформация: [
      { LineNumber: '1', Тип: 'Телефон', НомерТелефона: '79990001122', Представление: '+7 (999) 000-11-22' },
      { LineNumber: '2', Тип: 'Телефон', НомерТелефона: '', Представление: '8 999 000 33 44 доб. 5' },
      { LineNumber: '3', Тип: 'АдресЭлектроннойПочты', АдресЭП: 'ivanov@post.invalid', Представление: '' },
    ],
  }
  const mapping = mappings.of('client')

  test('a row of contacts with nothing in it is no address', () => {
    const rows = [{ Тип: 'АдресЭлектроннойПочты', АдресЭП: '', Представление: '' }]
    expect(mapping?.read({ ...raw, КонтактнаяИнформация: rows })).toMatchObject({ emails: [] })
  })

  test('reads phones and addresses out of the contact information', () => {
    expect(mapping?.read(raw)).toEqual({
      ref,
      code: '000000001',
      name: 'Иванов Иван Иванович',
      kind: 'person',
      lastName: 'Иванов',
      firstName: 'Иван',
      middleName: null,
      phones: [
        { e164: '+79990001122', ext: null, raw: '79990001122' },
        { e164: '+79990003344', ext: '5', raw: '8 999 000 33 44 доб. 5' },
      ],
      emails: ['ivanov@post.invalid'],
      lifecycle: 'customer',
      managerRef: null,
      externalKey: null,
      deleted: false,
    } satisfies Client)
  })

  test('the same object read as Atom is the same client', () => {
    const atom = { ...raw, IsFolder: 'false', DeletionMark: 'false' }
    expect(mapping?.read(atom)).toEqual(mapping?.read(raw))
  })

  test('a folder of the catalog is no client', () => {
    expect(mapping?.read({ ...raw, IsFolder: true })).toBeNull()
  })

  test('a value missing in the table is named with its field', () => {
    expect(() =>
      mappings.of('unit')?.read({ Ref_Key: ref, Owner_Key: ref, ВидПомещения: 'Пентхаус', Статус: 'Свободна' }),
    ).toThrow(/Catalog_Квартиры → unit\.kind \(ВидПомещения\): значения «Пентхаус» нет/)
  })

  test('a new client is written with the phone as a row of contact information', () => {
    const { body, createOnly } = mapping?.write({
      name: 'Клиент +7 999 000-11-22',
      kind: 'person',
      phones: [{ e164: '+79990001122', ext: null, raw: '79990001122' }],
      lifecycle: 'prospect',
      externalKey: 'hub:+79990001122',
    }) ?? { body: {}, createOnly: [] }
    expect(body).toEqual({
      Description: 'Клиент +7 999 000-11-22',
      ВидКонтрагента: 'ФизическоеЛицо',
      СтадияКлиента: 'Потенциальный',
      ВнешнийКод: 'hub:+79990001122',
      КонтактнаяИнформация: [{ Тип: 'Телефон', НомерТелефона: '79990001122', Представление: '+7 999 000-11-22' }],
    })
    expect(createOnly).toContain('КонтактнаяИнформация')
  })
})

test('what is written of an interaction reads back the same', () => {
  const mapping = mappings.of('interaction')
  const interaction = {
    ref: null,
    externalKey: 'engage:01RCC3N118B1V0SL8O7GK2LAES000010',
    at: '2026-11-24T11:05:00.000Z',
    direction: 'in',
    clientRef: ref,
    phone: '+7 999 000-11-22',
    dialled: '+74950000101',
    platformRef: ref,
    campaignRef: null,
    keyword: 'купить квартиру',
    recordingUrl: null,
    talkSeconds: 75,
    answered: true,
    comment: null,
  }
  const written = mapping?.write(interaction).body ?? {}
  expect(mapping?.read({ ...written, Ref_Key: ref })).toEqual({ ...interaction, ref, deleted: false })
})
