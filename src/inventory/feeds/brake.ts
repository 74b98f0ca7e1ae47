import { BrakeError } from '../../errors.ts'
import type { Publication } from './publication.ts'

export interface Loss {
  name: string
  offers: number
  previous: Publication | null
  /** Share of the offers that may go at once, 0…1. */
  brakeShare: number
  /** The number of offers a person agreed to go down to; it stands in for the previous number. */
  confirmed: number | null
}

/**
 * The mass-loss brake (design §4.7): readers take "missing from the file" for "withdrawn from sale", so a feed that
 * suddenly shrinks is held back until a person has looked. A first publication is only held back when it is empty.
 *
 * @throws BrakeError with the figures; `facts.offers` is what to pass as `confirmed` once a person agrees
 */
export function checkLoss({ name, offers, previous, brakeShare, confirmed }: Loss): void {
  const before = previous && Math.min(previous.offers, confirmed ?? previous.offers)
  const isEmptied = offers === 0 && before !== 0 && confirmed !== 0
  const isShrunk = before !== null && before - offers > before * brakeShare
  if (!isEmptied && !isShrunk) return

  const limit = `без подтверждения можно потерять не больше ${Math.round(brakeShare * 100)} %`
  const agreed = confirmed === null ? '' : `, подтверждено снижение до ${confirmed}`
  const figures = previous
    ? `предложений ${previous.offers}${agreed}, стало бы ${offers} (${limit})`
    : 'в нём нет ни одного предложения'
  throw new BrakeError(
    `Фид ${name} не опубликован: ${figures}. ${previous ? 'Отдаётся прежний фид' : 'Фид пока не отдаётся'}. ` +
      'Проверьте статусы, цены и площади в 1С; если всё верно, подтвердите публикацию',
    { feed: name, offers, previous: previous?.offers ?? null, confirmed, brakeShare },
  )
}
