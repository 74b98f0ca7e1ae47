/** An advertising campaign as the contact centre's strategies know it. */
export interface AdSource {
  /** What attached data calls the platform and the campaign. */
  platform: string
  campaign: string
  /** What the caller searched for; empty where the platform knows no keywords. */
  keyword: string
  /** The number shown in the advertisement, E.164. */
  trackingNumber: string
}

/** What the contact centre knows of the company whose calls it takes; read anew for each call. */
export interface Directory {
  /**
   * A campaign that has a number of its own; null when there is none.
   *
   * @param searched only of a platform people come to by keywords
   */
  adSource(searched: boolean): AdSource | null
  /** E.164 of some client, null when there are none. */
  clientPhone(): string | null
  isClientPhone(phone: string): boolean
}
