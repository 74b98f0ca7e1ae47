/** Three complexes of seven houses, each with sections of its own height. */
export type SectionPlan = { floors: number; perFloor: number }

export type HousePlan = {
  name: string
  address: string
  state: 'Строится' | 'Построен' | 'Сдан'
  /** Quarters from today until commissioning; negative for a house handed over. */
  readyInQuarters: number
  material: 'Кирпич' | 'Монолит' | 'Панель' | 'МонолитКирпич'
  yandexId: string
  sections: readonly SectionPlan[]
  parking: number
  storage: number
  /** Share of units sold by now. */
  soldShare: number
  hasCommerce: boolean
}

export type ComplexPlan = {
  name: string
  city: string
  address: string
  latitude: number
  longitude: number
  yandexId: string
  phone: string
  /** Roubles per square metre of a flat in the middle of the house. */
  pricePerM2: number
  houses: readonly HousePlan[]
}

export const complexes: readonly ComplexPlan[] = [
  {
    name: 'ЖК «Северное сияние»',
    city: 'Санкт-Петербург',
    address: 'Приморский район, ул. Полярная',
    latitude: 60.012345,
    longitude: 30.234567,
    yandexId: '1839475',
    phone: '+74950000011',
    pricePerM2: 214_000,
    houses: [
      {
        name: 'Корпус 1',
        address: 'ул. Полярная, 1',
        state: 'Сдан',
        readyInQuarters: -3,
        material: 'МонолитКирпич',
        yandexId: '2841001',
        sections: [
          { floors: 17, perFloor: 5 },
          { floors: 14, perFloor: 5 },
        ],
        parking: 30,
        storage: 18,
        soldShare: 0.72,
        hasCommerce: true,
      },
      {
        name: 'Корпус 2',
        address: 'ул. Полярная, 3',
        state: 'Строится',
        readyInQuarters: 4,
        material: 'МонолитКирпич',
        yandexId: '2841002',
        sections: [
          { floors: 12, perFloor: 5 },
          { floors: 16, perFloor: 4 },
          { floors: 18, perFloor: 4 },
        ],
        parking: 28,
        storage: 14,
        soldShare: 0.34,
        hasCommerce: true,
      },
      {
        name: 'Корпус 3',
        address: 'ул. Полярная, 5',
        state: 'Строится',
        readyInQuarters: 8,
        material: 'Монолит',
        yandexId: '2841003',
        sections: [{ floors: 25, perFloor: 6 }],
        parking: 0,
        storage: 12,
        soldShare: 0.18,
        hasCommerce: true,
      },
    ],
  },
  {
    name: 'ЖК «Парк у реки»',
    city: 'Санкт-Петербург',
    address: 'Невский район, Речная наб.',
    latitude: 59.876543,
    longitude: 30.456789,
    yandexId: '1839476',
    phone: '+74950000012',
    pricePerM2: 176_000,
    houses: [
      {
        name: 'Дом 1',
        address: 'Речная наб., 10',
        state: 'Сдан',
        readyInQuarters: -6,
        material: 'Кирпич',
        yandexId: '2841011',
        sections: [
          { floors: 9, perFloor: 4 },
          { floors: 9, perFloor: 4 },
          { floors: 10, perFloor: 4 },
          { floors: 9, perFloor: 4 },
        ],
        parking: 26,
        storage: 16,
        soldShare: 0.78,
        hasCommerce: true,
      },
      {
        name: 'Дом 2',
        address: 'Речная наб., 12',
        state: 'Построен',
        readyInQuarters: 1,
        material: 'МонолитКирпич',
        yandexId: '2841012',
        sections: [
          { floors: 14, perFloor: 5 },
          { floors: 14, perFloor: 5 },
        ],
        parking: 24,
        storage: 12,
        soldShare: 0.46,
        hasCommerce: true,
      },
    ],
  },
  {
    name: 'Квартал «Гагарин»',
    city: 'Санкт-Петербург',
    address: 'Московский район, пр. Космонавтов',
    latitude: 59.834567,
    longitude: 30.345678,
    yandexId: '1839477',
    phone: '+74950000013',
    pricePerM2: 238_000,
    houses: [
      {
        name: 'Дом «Восток»',
        address: 'пр. Космонавтов, 4, к. 1',
        state: 'Строится',
        readyInQuarters: 3,
        material: 'Панель',
        yandexId: '2841021',
        sections: [
          { floors: 9, perFloor: 4 },
          { floors: 10, perFloor: 4 },
          { floors: 11, perFloor: 4 },
          { floors: 11, perFloor: 4 },
          { floors: 10, perFloor: 4 },
          { floors: 9, perFloor: 4 },
        ],
        parking: 40,
        storage: 20,
        soldShare: 0.37,
        hasCommerce: false,
      },
      {
        name: 'Дом «Союз»',
        address: 'пр. Космонавтов, 4, к. 2',
        state: 'Строится',
        readyInQuarters: 6,
        material: 'Монолит',
        yandexId: '2841022',
        sections: [{ floors: 22, perFloor: 6 }],
        parking: 20,
        storage: 10,
        soldShare: 0.22,
        hasCommerce: true,
      },
    ],
  },
]
