/** The sales office: managers, operators, marketing, the head. Phones are +7 999 000 xx xx. */
import type { Books } from './books.ts'
import { inventPerson, type Person } from './names.ts'
import type { Random } from './random.ts'

export type Employee = {
  key: string
  person: Person
  login: string
  /** `+79990001001`. */
  phone: string
  email: string
  department: string
}

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

export function seedStaff(books: Books, random: Random): Staff {
  const byDepartment = new Map<string, string[]>()
  for (const [index, { login, department }] of positions.entries()) {
    const key = random.guid()
    books.employee({
      key,
      person: inventPerson(random),
      login,
      phone: `+7999000${String(1001 + index * 11).padStart(4, '0')}`,
      email: `${login}@developer.invalid`,
      department,
    })
    byDepartment.set(department, [...(byDepartment.get(department) ?? []), key])
  }
  return { managers: byDepartment.get('Отдел продаж') ?? [], operators: byDepartment.get('Контакт-центр') ?? [] }
}
