import type { Configuration, User } from '../infobase/configuration.ts'
import type { Infobase } from '../infobase/infobase.ts'

/** An infobase the twin can play without being given one: a configuration with its data. */
export interface Demo {
  configuration: Configuration
  users: readonly User[]
  /** Sets and tabular sections its administrator left out of the OData composition. */
  unpublished: readonly string[]
  /**
   * Fills an empty base. The same `seed` and day give the same data.
   *
   * @param today The moment the history ends at; its day is taken in the timezone of the base.
   * @param plans Address of the folder with the pictures of plans.
   */
  seed(seed: number, today: Date, plans: string): (base: Infobase) => void
  directory: DirectoryReader
}

/** What a contact centre copies from the infobase: its campaigns with their numbers, its clients' phones. */
export interface DirectoryReader {
  campaigns(base: Infobase): readonly DirectoryCampaign[]
  /** Phones of each client as they are written down, clients without any left out. */
  phones(base: Infobase): readonly (readonly string[])[]
}

export interface DirectoryCampaign {
  platform: string
  campaign: string
  /** Whether people come by what they search for. */
  isSearch: boolean
  /** Empty when it has none. */
  trackingNumber: string
}
