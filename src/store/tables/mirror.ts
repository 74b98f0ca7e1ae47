import type { Generated } from 'kysely'

/**
 * Read model: what 1C said last. It may be dropped and pulled again; nothing here is the hub's own (design §4.1).
 * Money in kopecks, areas in hundredths of m², flags 0/1.
 */
export interface MirrorColumns {
  ref: string
  deleted: number
  /** 1C's DataVersion, opaque. */
  dataVersion: string | null
  /** Number of the full pull that saw the record last. */
  seen: number
  /** When the hub first met the record. */
  createdAt: string
  /** When 1C's version of it last changed. */
  updatedAt: string
}

export interface ManagerTable extends MirrorColumns {
  code: string
  name: string
  phone: string | null
  email: string | null
  login: string | null
}

export interface ProjectTable extends MirrorColumns {
  code: string
  name: string
  city: string | null
  address: string | null
  latitude: number | null
  longitude: number | null
  yandexBuildingId: number | null
  salesPhone: string | null
}

export interface BuildingTable extends MirrorColumns {
  projectRef: string
  code: string
  name: string
  address: string | null
  floorsTotal: number | null
  state: string
  builtYear: number | null
  readyQuarter: number | null
  material: string | null
  yandexHouseId: number | null
}

export interface UnitTable extends MirrorColumns {
  code: string
  buildingRef: string
  kind: string
  section: string | null
  floor: number | null
  position: number | null
  number: string
  rooms: number | null
  areaTotal: number | null
  areaLiving: number | null
  areaKitchen: number | null
  status: string
  price: number | null
  finishing: string | null
  planUrl: string | null
}

export interface ClientTable extends MirrorColumns {
  code: string
  name: string
  /** Lower case with ё as е, for search. */
  nameFolded: string
  kind: string
  lastName: string | null
  firstName: string | null
  middleName: string | null
  lifecycle: string
  managerRef: string | null
  externalKey: string | null
  /** Rows its lists have, as 1C sent them: tells when one is missing. */
  lines: Generated<number>
}

export interface ClientPhoneTable {
  clientRef: string
  n: number
  e164: string | null
  ext: string | null
  raw: string
}

export interface ClientEmailTable {
  clientRef: string
  n: number
  email: string
}

export interface AdPlatformTable extends MirrorColumns {
  code: string
  name: string
  channel: string
  alias: string | null
}

export interface CampaignTable extends MirrorColumns {
  code: string
  name: string
  platformRef: string
  alias: string | null
  trackingNumber: string | null
}

export interface DealTable extends MirrorColumns {
  number: string
  date: string
  unitRef: string | null
  managerRef: string | null
  paymentKind: string
  contractType: string
  price: number
  registeredOn: string | null
  terminated: number
  posted: number
  lines: Generated<number>
}

export interface DealClientTable {
  dealRef: string
  n: number
  clientRef: string
}

export interface ScheduleLineTable {
  dealRef: string
  line: number
  dueOn: string | null
  amount: number
}

export interface PaymentTable extends MirrorColumns {
  number: string
  date: string
  dealRef: string | null
  clientRef: string | null
  amount: number
  kind: string
  posted: number
}

export interface BookingTable extends MirrorColumns {
  number: string
  date: string
  unitRef: string | null
  clientRef: string | null
  managerRef: string | null
  kind: string
  state: string
  expiresAt: string | null
  posted: number
}

export interface MirrorTables {
  manager: ManagerTable
  project: ProjectTable
  building: BuildingTable
  unit: UnitTable
  client: ClientTable
  clientPhone: ClientPhoneTable
  clientEmail: ClientEmailTable
  adPlatform: AdPlatformTable
  campaign: CampaignTable
  deal: DealTable
  dealClient: DealClientTable
  scheduleLine: ScheduleLineTable
  payment: PaymentTable
  booking: BookingTable
}
