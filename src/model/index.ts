import type { z } from 'zod'
import { AdPlatform, Campaign } from './advertising.ts'
import { Building } from './building.ts'
import { Client } from './client.ts'
import { Booking, Deal, Payment } from './deal.ts'
import { Interaction } from './interaction.ts'
import { Manager } from './manager.ts'
import { Project } from './project.ts'
import { Unit } from './unit.ts'

/**
 * The canonical vocabulary: every entity a mapping may produce, by the name used in `mappings/*.yaml`.
 *
 * project → building → unit; client, manager; ad platform → campaign; deal (with schedule) → payment; booking;
 * interaction is written to 1C by the hub.
 */
export const entities = {
  manager: Manager,
  project: Project,
  building: Building,
  unit: Unit,
  client: Client,
  adPlatform: AdPlatform,
  campaign: Campaign,
  deal: Deal,
  payment: Payment,
  booking: Booking,
  interaction: Interaction,
} as const

export type EntityName = keyof typeof entities
export type Entity<N extends EntityName> = z.infer<(typeof entities)[N]>
