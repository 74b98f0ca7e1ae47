import {
  IconArrowsLeftRight,
  IconBuilding,
  IconLayoutDashboard,
  IconListDetails,
  IconRepeat,
  IconShieldCheck,
} from '@tabler/icons-react'
import type { Role } from '../../../model/role.ts'

/** Pages of the rail. `roles` absent: everyone's. The server decides what a role gets; this only hides dead ends. */
export const railItems = [
  { to: '/', title: 'Рабочий стол', icon: IconLayoutDashboard, roles: null },
  { to: '/chessboard/{-$buildingRef}', title: 'Шахматка', icon: IconBuilding, roles: null },
  { to: '/journal', title: 'Журнал', icon: IconListDetails, roles: ['admin', 'director'] as readonly Role[] },
  { to: '/verify', title: 'Сверка', icon: IconShieldCheck, roles: ['admin', 'director'] as readonly Role[] },
  { to: '/mappings', title: 'Соответствия', icon: IconArrowsLeftRight, roles: ['admin'] as readonly Role[] },
  { to: '/replay', title: 'Повтор', icon: IconRepeat, roles: ['admin'] as readonly Role[] },
] as const

/** May this role open the certificates of the comparison with 1C? */
export function seesVerify(role: Role): boolean {
  return railItems[3].roles.includes(role)
}

/** May this role open the journal? Links to a trace are drawn only then. */
export function seesJournal(role: Role): boolean {
  return railItems[2].roles.includes(role)
}

/** May this role do past things once more? */
export function seesReplay(role: Role): boolean {
  return role === 'admin'
}
