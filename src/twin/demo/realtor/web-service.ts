/** `/ws/realtor.1cws`: the web service of the demo configuration. */
import type { WebService } from '../../infobase/web-services/web-service.ts'
import { clientByPhone, freeUnits } from './offers.ts'

export const realtorWebService: WebService = {
  name: 'Realtor',
  namespace: 'http://www.realtor.invalid/exchange',
  alias: 'realtor.1cws',
  types: [
    {
      name: 'Client',
      properties: [
        { name: 'Ref', type: 'string' },
        { name: 'Code', type: 'string' },
        { name: 'Name', type: 'string' },
        { name: 'Phone', type: 'string', many: true },
        { name: 'Manager', type: 'string', nillable: true },
      ],
    },
    {
      name: 'Unit',
      properties: [
        { name: 'Ref', type: 'string' },
        { name: 'Code', type: 'string' },
        { name: 'House', type: 'string' },
        { name: 'Number', type: 'string' },
        { name: 'Floor', type: 'integer' },
        { name: 'Rooms', type: 'integer' },
        { name: 'Area', type: 'decimal' },
        { name: 'Price', type: 'decimal' },
      ],
    },
    { name: 'UnitList', properties: [{ name: 'Unit', type: 'Unit', many: true }] },
  ],
  operations: [
    { name: 'Ping', parameters: [], result: { type: 'string' }, run: () => 'OK' },
    {
      name: 'FreeUnits',
      parameters: [{ name: 'HouseCode', type: 'string', nillable: true }],
      result: { type: 'UnitList' },
      run: ({ HouseCode }, base) => ({
        Unit: freeUnits(base, typeof HouseCode === 'string' ? HouseCode : null).map((unit) => ({
          Ref: unit.ref,
          Code: unit.code,
          House: unit.house,
          Number: unit.number,
          Floor: unit.floor,
          Rooms: unit.rooms,
          Area: unit.area,
          Price: unit.price,
        })),
      }),
    },
    {
      name: 'ClientByPhone',
      parameters: [{ name: 'Phone', type: 'string' }],
      result: { type: 'Client', nillable: true },
      run: ({ Phone }, base) => {
        const phone = String(Phone)
        if (phone.replace(/\D/g, '').length < 10) throw new Error(`Номер телефона «${phone}» неполный`)
        const client = clientByPhone(base, phone)
        return client
          ? {
              Ref: client.ref,
              Code: client.code,
              Name: client.name,
              Phone: client.phones,
              Manager: client.manager || null,
            }
          : null
      },
    },
  ],
}
