import type { AdPlatform, Campaign } from '../../model/advertising.ts'
import type { Call } from '../../model/call.ts'
import { formatPhone, readPhone } from '../../model/phone.ts'

export interface Attribution {
  platformRef: string | null
  campaignRef: string | null
  keyword: string | null
  /** What gave the platform. */
  method: 'attached' | 'tracking_number' | 'none'
  /** Whole Russian sentences, each with a remedy, for a person to see. */
  problems: string[]
}

export interface AdDirectory {
  platforms: readonly AdPlatform[]
  campaigns: readonly Campaign[]
}

interface Named {
  name: string
  alias: string | null
  deleted: boolean
}

/**
 * Finds the advertising platform and campaign of an incoming call among those of 1C.
 *
 * What the switch attached wins over the number that was called; names and aliases are compared without case and «ё».
 * A campaign implies its platform. Nothing is guessed: an unknown name, several candidates or a campaign of another
 * platform leave the field empty and become a problem. Outgoing and internal calls have no source.
 */
export function attributeCall(
  call: Pick<Call, 'direction' | 'dialled' | 'source'>,
  directory: AdDirectory,
): Attribution {
  const keyword = call.source?.keyword?.trim() || null
  const problems: string[] = []
  const nothing: Attribution = { platformRef: null, campaignRef: null, keyword, method: 'none', problems }
  if (call.direction !== 'in') return nothing

  const attached = byAttached(call, directory, problems)
  const number = call.source?.trackingNumber ?? call.dialled
  const tracked = attached?.campaignRef ? null : byNumber(number, directory, attached?.platformRef ?? null, problems)
  if (attached)
    return { ...nothing, ...attached, campaignRef: attached.campaignRef ?? tracked?.ref ?? null, method: 'attached' }
  if (tracked)
    return { ...nothing, platformRef: tracked.platformRef, campaignRef: tracked.ref, method: 'tracking_number' }

  if (problems.length === 0) {
    problems.push(
      number
        ? `Номер ${shown(number)} не закреплён ни за одной рекламной кампанией. Укажите его в 1С подменным номером кампании.`
        : 'Источник звонка не передан: нет ни площадки, ни набранного номера. Проверьте, что стратегия Genesys передаёт dnis.',
    )
  }
  return nothing
}

function byAttached(call: Pick<Call, 'source'>, { platforms, campaigns }: AdDirectory, problems: string[]) {
  const platform = findNamed('Площадка', call.source?.platform ?? null, platforms, problems)
  const platformRef = platform?.ref ?? null
  // The same campaign name may be used on several platforms; the stated platform tells them apart.
  const stated = call.source?.campaign ?? null
  const here = platformRef ? campaigns.filter((campaign) => campaign.platformRef === platformRef) : []
  const campaign = findNamed('Кампания', stated, candidates(stated, here).length > 0 ? here : campaigns, problems)

  if (platform && campaign && campaign.platformRef !== platformRef) {
    const owner = platforms.find(({ ref }) => ref === campaign.platformRef)?.name ?? 'другой площадки'
    problems.push(
      `Звонок пришёл с площадкой «${platform.name}», но кампания «${campaign.name}» относится к «${owner}»: записана только площадка. Исправьте метки в Genesys или владельца кампании в 1С.`,
    )
    return { platformRef, campaignRef: null }
  }
  if (!platform && !campaign) return null
  return { platformRef: platformRef ?? campaign?.platformRef ?? null, campaignRef: campaign?.ref ?? null }
}

/** The campaign whose tracking number was called; only one of the stated platform, when there is one. */
function byNumber(number: string | null, { campaigns }: AdDirectory, platformRef: string | null, problems: string[]) {
  const e164 = number === null ? null : readPhone(number).e164
  if (e164 === null) return null
  const found = campaigns.filter(({ trackingNumber, deleted }) => trackingNumber === e164 && !deleted)
  const fitting = platformRef ? found.filter((campaign) => campaign.platformRef === platformRef) : found
  if (fitting.length > 1) {
    problems.push(
      `Номер ${shown(e164)} указан у нескольких кампаний (${quoted(fitting)}): по нему нельзя узнать источник. Оставьте его в 1С у одной.`,
    )
  }
  return fitting.length === 1 ? fitting[0] : null
}

function findNamed<T extends Named>(
  title: 'Площадка' | 'Кампания',
  text: string | null,
  directory: readonly T[],
  problems: string[],
): T | null {
  if (!text) return null
  const found = candidates(text, directory)
  const alive = found.filter(({ deleted }) => !deleted)
  if (alive.length === 1) return alive[0] ?? null
  problems.push(
    alive.length > 1
      ? `${title} «${text}» найдена в 1С несколько раз (${quoted(alive)}). Задайте им разные псевдонимы.`
      : found.length > 0
        ? `${title} «${text}» в 1С помечена на удаление. Снимите пометку или исправьте метку в Genesys.`
        : `${title} «${text}» не найдена в 1С. Добавьте её или укажите «${text}» псевдонимом существующей.`,
  )
  return null
}

/** By alias, and only if no alias fits, by name: an alias is what the two sides agreed on. */
function candidates<T extends Named>(text: string | null, directory: readonly T[]): T[] {
  if (!text) return []
  const wanted = comparable(text)
  const byAlias = directory.filter(({ alias }) => alias !== null && comparable(alias) === wanted)
  return byAlias.length > 0 ? byAlias : directory.filter(({ name }) => comparable(name) === wanted)
}

const comparable = (text: string): string => text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')

const quoted = (named: readonly Named[]): string => named.map(({ name }) => `«${name}»`).join(', ')

function shown(number: string): string {
  const { e164 } = readPhone(number)
  return e164 ? formatPhone(e164) : number
}
