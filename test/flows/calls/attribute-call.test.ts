import { describe, expect, test } from 'vitest'
import { attributeCall } from '../../../src/flows/calls/attribute-call.ts'
import type { AdPlatform, Campaign } from '../../../src/model/advertising.ts'
import type { Call } from '../../../src/model/call.ts'

const ref = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const platform = (n: number, name: string, alias: string | null, deleted = false): AdPlatform => ({
  ref: ref(n),
  code: String(n),
  name,
  channel: 'context',
  alias,
  deleted,
})
const campaign = (n: number, name: string, platformN: number, parts: Partial<Campaign> = {}): Campaign => ({
  ref: ref(n),
  code: String(n),
  name,
  platformRef: ref(platformN),
  alias: null,
  trackingNumber: null,
  deleted: false,
  ...parts,
})

const directory = {
  platforms: [
    platform(1, 'Яндекс.Директ', 'yandex_direct'),
    platform(2, 'ЦИАН', 'cian'),
    platform(3, 'Щиты «Всё рядом»', null),
    platform(4, 'Старый портал', 'old', true),
    platform(5, 'Двойник', 'twin'),
    platform(6, 'Двойник 2', 'twin'),
  ],
  campaigns: [
    campaign(11, 'ЖК Север, бренд', 1, { alias: 'jk-sever-brand', trackingNumber: '+74950000101' }),
    campaign(12, 'ЖК Север', 2, { trackingNumber: '+74950000102' }),
    campaign(13, 'ЖК Север', 1),
    campaign(14, 'Первая', 1, { trackingNumber: '+74950000103' }),
    campaign(15, 'Вторая', 2, { trackingNumber: '+74950000103' }),
    campaign(16, 'Закрытая', 2, { trackingNumber: '+74950000104', deleted: true }),
  ],
}

type Source = NonNullable<Call['source']>

const attribute = (
  source: Partial<Source> | null,
  dialled: string | null = null,
  direction: Call['direction'] = 'in',
) =>
  attributeCall(
    {
      direction,
      dialled,
      source: source && { platform: null, campaign: null, keyword: null, trackingNumber: null, ...source },
    },
    directory,
  )

describe('attributing a call', () => {
  test('attached platform and campaign are found by alias', () => {
    expect(attribute({ platform: 'Yandex_Direct', campaign: 'JK-sever-brand', keyword: ' квартира ' })).toEqual({
      platformRef: ref(1),
      campaignRef: ref(11),
      keyword: 'квартира',
      method: 'attached',
      problems: [],
    })
  })

  test('names are compared without case, spacing and ё', () => {
    expect(attribute({ platform: ' щиты  «ВСЕ рядом» ' })).toMatchObject({
      platformRef: ref(3),
      campaignRef: null,
      problems: [],
    })
  })

  test('a campaign implies its platform', () => {
    expect(attribute({ campaign: 'jk-sever-brand' })).toMatchObject({
      platformRef: ref(1),
      campaignRef: ref(11),
      method: 'attached',
    })
  })

  test('the platform tells campaigns of one name apart', () => {
    expect(attribute({ platform: 'cian', campaign: 'жк север' })).toMatchObject({ campaignRef: ref(12), problems: [] })
    expect(attribute({ platform: 'yandex_direct', campaign: 'жк север' })).toMatchObject({
      campaignRef: ref(13),
      problems: [],
    })
    const { campaignRef, problems } = attribute({ campaign: 'жк север' })
    expect(campaignRef).toBeNull()
    expect(problems).toEqual([expect.stringContaining('несколько раз')])
  })

  test('attached data wins over the number that was called', () => {
    expect(attribute({ platform: 'cian' }, '+74950000101')).toMatchObject({
      platformRef: ref(2),
      campaignRef: null,
      method: 'attached',
      problems: [],
    })
  })

  test('a known attached campaign leaves the number unasked', () => {
    const found = attribute({ campaign: 'jk-sever-brand' }, '+74950000103')
    expect(found).toMatchObject({ campaignRef: ref(11), problems: [] })
  })

  test('the number adds the campaign of the attached platform', () => {
    expect(attribute({ platform: 'yandex_direct' }, '+74950000101')).toMatchObject({
      campaignRef: ref(11),
      method: 'attached',
    })
    expect(attribute({ platform: 'cian' }, '+74950000103')).toMatchObject({ campaignRef: ref(15), problems: [] })
  })

  test.each(['+74950000102', '74950000102', '8 (495) 000-01-02', 'tel:+74950000102'])(
    '%s is found as a tracking number',
    (dialled) => {
      expect(attribute(null, dialled)).toEqual({
        platformRef: ref(2),
        campaignRef: ref(12),
        keyword: null,
        method: 'tracking_number',
        problems: [],
      })
    },
  )

  test('an attached tracking number stands before the dialled one', () => {
    expect(attribute({ trackingNumber: '74950000102' }, '+74950000101')).toMatchObject({ campaignRef: ref(12) })
  })

  test('an unknown name is a problem with a remedy, and the number still counts', () => {
    const found = attribute({ platform: 'yandx' }, '+74950000101')
    expect(found).toMatchObject({ platformRef: ref(1), method: 'tracking_number' })
    expect(found.problems).toEqual([
      'Площадка «yandx» не найдена в 1С. Добавьте её или укажите «yandx» псевдонимом существующей.',
    ])
  })

  test('a campaign of another platform is told about and not recorded', () => {
    const found = attribute({ platform: 'cian', campaign: 'jk-sever-brand' })
    expect(found).toMatchObject({ platformRef: ref(2), campaignRef: null, method: 'attached' })
    expect(found.problems).toEqual([expect.stringMatching(/«ЦИАН».*«ЖК Север, бренд».*«Яндекс.Директ»/)])
  })

  test('what is marked for deletion is not used', () => {
    expect(attribute({ platform: 'old' })).toMatchObject({
      platformRef: null,
      problems: [expect.stringContaining('помечена на удаление')],
    })
    expect(attribute(null, '+74950000104')).toMatchObject({ campaignRef: null, method: 'none' })
  })

  test('several candidates are a problem, not the first of them', () => {
    expect(attribute({ platform: 'twin' })).toMatchObject({
      platformRef: null,
      problems: [expect.stringContaining('«Двойник», «Двойник 2»')],
    })
    expect(attribute(null, '+74950000103')).toMatchObject({
      campaignRef: null,
      problems: [expect.stringContaining('«Первая», «Вторая»')],
    })
  })

  test('a number nobody configured is a problem that names it', () => {
    expect(attribute(null, '74950000199')).toEqual({
      platformRef: null,
      campaignRef: null,
      keyword: null,
      method: 'none',
      problems: [expect.stringContaining('+7 495 000-01-99')],
    })
    expect(attribute(null).problems).toEqual([expect.stringContaining('Источник звонка не передан')])
  })

  test.each(['out', 'internal'] as const)('an %s call has no source', (direction) => {
    expect(attribute({ platform: 'cian' }, '+79990001122', direction)).toEqual({
      platformRef: null,
      campaignRef: null,
      keyword: null,
      method: 'none',
      problems: [],
    })
  })
})
