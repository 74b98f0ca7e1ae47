import type { Role } from '../../../model/role.ts'

export const roleWords: Record<Role, string> = {
  marketing: 'Маркетинг',
  call_center: 'Контакт-центр',
  sales: 'Продажи',
  admin: 'Администратор',
  director: 'Руководитель',
}
