import request from 'supertest'
import { expect, test } from 'vitest'
import { started } from '../started.ts'

const staff = 'Catalog_Пользователи'
const clients = 'Catalog_Контрагенты'

test('an attribute under another name keeps its values, its versions and its place in $metadata', async () => {
  const twin = await started()
  const { infobase } = twin
  const before = infobase.list(staff)
  infobase.restructure({ set: staff, from: 'Телефон', to: 'МобильныйТелефон' })
  const after = infobase.list(staff)
  expect(after.map((record) => record.МобильныйТелефон)).toEqual(before.map((record) => record.Телефон))
  expect(after.map((record) => record.DataVersion)).toEqual(before.map((record) => record.DataVersion))
  const read = async (path: string) =>
    request(twin.address)
      .get(encodeURI(`/realtor/odata/standard.odata/${path}`))
      .auth('exchange', 'exchange')
  expect((await read(`${staff}?$format=json&$top=1`)).body.value[0]).toHaveProperty('МобильныйТелефон')
  expect((await read(`${staff}?$format=json&$filter=Телефон eq ''`)).status).toBe(400)
  infobase.restructure({ set: staff, from: 'МобильныйТелефон', to: 'Телефон' })
})

test('a reference goes with all its faces, a column of a section with its rows', async () => {
  const { infobase } = await started()
  infobase.restructure({ set: clients, from: 'ОсновнойМенеджер', to: 'Куратор' })
  infobase.restructure({ set: clients, section: 'КонтактнаяИнформация', from: 'НомерТелефона', to: 'Номер' })
  const rows = infobase.list(clients).flatMap(({ КонтактнаяИнформация: rows }) => (Array.isArray(rows) ? rows : []))
  expect(rows.some((row) => row.Номер)).toBe(true)
  expect(infobase.list(clients).some((client) => client.Куратор_Key)).toBe(true)
  infobase.restructure({ set: clients, section: 'КонтактнаяИнформация', from: 'Номер', to: 'НомерТелефона' })
  infobase.restructure({ set: clients, from: 'Куратор', to: 'ОсновнойМенеджер' })
})

test('what is not there, and a name that is taken, are refused', async () => {
  const { infobase } = await started()
  const rename = (from: string, to: string, section?: string) => () =>
    infobase.restructure({ set: clients, section, from, to })
  expect(rename('Нет', 'Есть')).toThrow('нет реквизита «Нет»')
  expect(rename('Фамилия', 'Имя')).toThrow('уже есть «Имя»')
  expect(rename('Номер', 'Имя', 'Нет')).toThrow('нет колонки «Нет.Номер»')
  expect(() => infobase.restructure({ set: 'Catalog_Нет', from: 'А', to: 'Б' })).toThrow('нет «Catalog_Нет»')
})
