import { describe, expect, test } from 'vitest'
import { FeedConfig } from '../../../src/inventory/feeds/config.ts'
import { siftLots, whyNot } from '../../../src/inventory/feeds/lot.ts'
import { candidateWith, config, sample } from './lots.ts'

describe('a unit in a feed', () => {
  test('is offered when it is free and its card is complete', () => {
    expect(whyNot(sample, config)).toBeNull()
  })

  test.each([
    [{ unit: { deleted: true } }, 'Карточка помечена на удаление в 1С'],
    [{ unit: { status: 'booked' } }, 'Статус «бронь»'],
    [{ unit: { status: 'sold' } }, 'Статус «продано»'],
    [{ unit: { status: 'not_for_sale' } }, 'Статус «не в продаже»'],
    [{ unit: { status: 'pledged' } }, 'Статус «в залоге»'],
    [{ unit: { kind: 'storage' } }, 'Кладовые в этот фид не передаются'],
    [{ building: null }, 'Дом ещё не загружен из 1С'],
    [{ building: { deleted: true } }, 'Дом помечен на удаление в 1С'],
    [{ project: null }, 'Жилой комплекс ещё не загружен из 1С'],
    [{ project: { deleted: true } }, 'Жилой комплекс помечен на удаление в 1С'],
    [{ unit: { price: null } }, 'Не указана цена'],
    [{ unit: { price: 0 } }, 'Не указана цена'],
    [{ unit: { areaTotal: null } }, 'Не указана площадь'],
    [{ unit: { areaTotal: 0 } }, 'Не указана площадь'],
    [{ unit: { floor: null } }, 'Не указан этаж'],
    [{ unit: { rooms: null } }, 'Не указано количество комнат'],
    [{ building: { address: ' ' }, project: { address: null, latitude: null } }, 'У дома нет ни адреса, ни координат'],
  ] as const)('with %o is not offered: %s', (changes, reason) => {
    expect(whyNot(candidateWith(changes), config)).toBe(reason)
  })

  test.each([
    ['a parking place without a floor', { unit: { kind: 'parking', floor: null, rooms: null } }],
    ['a studio without a number of rooms', { unit: { kind: 'studio', rooms: null } }],
    ['a flat with coordinates instead of an address', { building: { address: null }, project: { address: null } }],
    ['a flat with the address of its complex', { building: { address: null }, project: { latitude: null } }],
  ] as const)('is offered: %s', (_, changes) => {
    expect(whyNot(candidateWith(changes), config)).toBeNull()
  })

  test('of a kind the feed does not list is not offered', () => {
    expect(whyNot(sample, { kinds: ['parking'] })).toBe('Квартиры в этот фид не передаются')
  })

  test('is told by its status before the gaps in its card', () => {
    expect(whyNot(candidateWith({ unit: { status: 'sold', price: null } }), config)).toBe('Статус «продано»')
  })

  test('left out is counted by reason, the commonest first', () => {
    const sold = candidateWith({ unit: { status: 'sold' } })
    const free = candidateWith({ unit: { price: null } })
    const { lots, excluded } = siftLots([free, sold, sample, sold], config)
    expect(lots).toEqual([sample])
    expect(excluded).toEqual([
      { reason: 'Статус «продано»', count: 2 },
      { reason: 'Не указана цена', count: 1 },
    ])
  })
})

describe('the settings of a feed', () => {
  const { lotUrl: _, ...least } = { ...config, kinds: undefined, brakeShare: undefined }

  test('offer every kind a classifier has a category for, and brake at a fifth', () => {
    expect(FeedConfig.parse(least)).toMatchObject({
      kinds: ['apartment', 'studio', 'commercial', 'parking'],
      brakeShare: 0.2,
      studioRooms: false,
    })
  })

  test.each([
    [{ name: '../yandex.xml' }, /имя фида/],
    [{ name: 'Yandex.xml' }, /имя фида/],
    [{ kinds: ['storage'] }, /кладовые/],
    [{ lotUrl: 'https://developer.invalid/flats/' }, /\{ref\}/],
    [{ lotUrl: '/flats/{ref}' }, /полный адрес/],
    [{ salesAgent: { ...config.salesAgent, phone: '8 999 000-00-01' } }, /\+7 и десяти цифр/],
  ])('%o are refused with a reason', (changes, reason) => {
    expect(() => FeedConfig.parse({ ...least, ...changes })).toThrow(reason)
  })
})
