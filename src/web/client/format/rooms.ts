import type { UnitKind } from '../../../model/unit.ts'

/** `2к`, a studio `Ст`; units that have no rooms (parking, shops) give an empty text. */
export function formatRooms(unit: { kind: UnitKind; rooms: number | null }): string {
  if (unit.kind === 'studio' || (unit.kind === 'apartment' && unit.rooms === 0)) return 'Ст'
  if (unit.kind === 'apartment' && unit.rooms !== null) return `${unit.rooms}к`
  return ''
}
