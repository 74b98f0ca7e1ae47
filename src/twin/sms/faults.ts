/** What the SMS centre can be told to do wrong, and the figures it works by. */
export type SmsFaults = {
  refuse: boolean
  noMoney: boolean
  silent: boolean
  slow: boolean
  undelivered: boolean
  slowMs: number
  deliveryMs: number
}

export const defaultSmsFaults: Readonly<SmsFaults> = {
  refuse: false,
  noMoney: false,
  silent: false,
  slow: false,
  undelivered: false,
  slowMs: 5000,
  deliveryMs: 3000,
}

export type SmsFaultDescription = { name: keyof SmsFaults; kind: 'switch' | 'duration'; title: string }

export const smsFaultDescriptions: readonly SmsFaultDescription[] = [
  { name: 'refuse', kind: 'switch', title: 'Отклоняет сообщения (код 6)' },
  { name: 'noMoney', kind: 'switch', title: 'На счёте нет денег (код 3)' },
  { name: 'silent', kind: 'switch', title: 'Принимает, но рвёт связь без ответа' },
  { name: 'slow', kind: 'switch', title: 'Отвечает медленно' },
  { name: 'undelivered', kind: 'switch', title: 'Не доставляет абоненту (статус 20)' },
  { name: 'slowMs', kind: 'duration', title: 'Задержка медленного ответа, мс' },
  { name: 'deliveryMs', kind: 'duration', title: 'Время доставки, мс' },
]
