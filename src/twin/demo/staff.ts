/** The sales office: managers, operators, marketing, the head. Phones are +7 999 000 xx xx. */
import type { Infobase } from '../infobase/infobase.ts'
import { fullName, inventPerson } from './names.ts'
import type { Random } from './random.ts'

export type Staff = { managers: readonly string[]; operators: readonly string[] }

const positions: readonly { login: string; department: string }[] = [
  { login: 'sales', department: 'Отдел продаж' },
  { login: 'sales2', department: 'Отдел продаж' },
  { login: 'sales3', department: 'Отдел продаж' },
  { login: 'sales4', department: 'Отдел продаж' },
  { login: 'sales5', department: 'Отдел продаж' },
  { login: 'sales6', department: 'Отдел продаж' },
  { login: 'operator', department: 'Контакт-центр' },
  { login: 'operator2', department: 'Контакт-центр' },
  { login: 'operator3', department: 'Контакт-центр' },
  { login: 'marketing', department: 'Отдел маркетинга' },
  { login: 'admin', department: 'Отдел автоматизации' },
  { login: 'director', department: 'Дирекция' },
]

export function seedStaff(base: Infobase, random: Random): Staff {
  const byDepartment = new Map<string, string[]>()
  for (const [index, { login, department }] of positions.entries()) {
    const key = random.guid()
    base.write('Catalog_Пользователи', {
      Ref_Key: key,
      Description: fullName(inventPerson(random)),
      Логин: login,
      Телефон: `+7999000${String(1001 + index * 11).padStart(4, '0')}`,
      ЭлектроннаяПочта: `${login}@developer.invalid`,
      Подразделение: department,
    })
    byDepartment.set(department, [...(byDepartment.get(department) ?? []), key])
  }
  return { managers: byDepartment.get('Отдел продаж') ?? [], operators: byDepartment.get('Контакт-центр') ?? [] }
}
