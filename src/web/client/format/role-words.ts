import type { Role } from '../../../model/role.ts'

export const roleWords: Record<Role, string> = {
  marketing: 'Маркетолог',
  call_center: 'Оператор колл-центра',
  sales: 'Менеджер по продажам',
  admin: 'Администратор',
  director: 'Руководитель',
}
