import type { Attributes, InfobaseShape } from '../infobase/shape.ts'
import { resemble } from '../resemble.ts'
import { type Candidate, nameScore, type Place, typeFit } from './candidate.ts'
import { membersLike } from './enum-index.ts'
import type { WantedField } from './wanted/wanted-field.ts'

export function rowCandidates(place: Place, wanted: WantedField): Candidate[] {
  const { sections } = place.object
  return Object.entries(sections).flatMap(([section, columns]) => {
    if (wanted.rows === 'schedule') return scheduleCandidate(section, columns, wanted)
    if (wanted.rows === 'parties') return partyCandidates(place, section, columns, wanted)
    return contactCandidates(place, section, columns, wanted.rows === 'phones' ? contacts.phones : contacts.emails)
  })
}

/** Columns that hold a contact of any kind, good only where the rows can be told apart. */
const anyContact = ['ЗначениеКонтакта', 'Значение', 'Представление']
const phoneColumns = ['НомерТелефона', 'Телефон', 'Номер']
const emailColumns = ['АдресЭП', 'АдресЭлектроннойПочты', 'Email']

const contacts = {
  phones: {
    members: ['Телефон', 'МобильныйТелефон', 'НомерТелефона', 'Phone'],
    columns: [...phoneColumns, ...anyContact],
    ownColumns: phoneColumns,
    ownSections: ['Телефоны', 'НомераТелефонов', 'КонтактныеТелефоны'],
  },
  emails: {
    members: ['АдресЭлектроннойПочты', 'ЭлектроннаяПочта', 'Email', 'EMail', 'Почта'],
    columns: [...emailColumns, ...anyContact],
    ownColumns: emailColumns,
    ownSections: ['АдресаЭлектроннойПочты', 'ЭлектроннаяПочта'],
  },
} as const

const sectionNames = [
  'КонтактнаяИнформация',
  'Контакты',
  'КонтактныеДанные',
  'Телефоны',
  'СпособыСвязи',
  'АдресаИТелефоны',
]

/**
 * Rows that hold ways to reach somebody, told apart by a column of kinds. Where no column tells, a column that holds nothing
 * else will do, and every column of a section about nothing else: the text of an address must not become a phone.
 */
function contactCandidates(
  { shape }: Place,
  section: string,
  columns: Attributes,
  wanted: (typeof contacts)['phones' | 'emails'],
): Candidate[] {
  const about = nameScore(sectionNames, section)
  if (about.score < 0.5) return []
  const kindOf = typeColumn(shape, columns, wanted.members)
  const isAlone = nameScore(wanted.ownSections, section).score >= 0.7
  const isMixed = kindOf === null && !isAlone
  const [value] = Object.entries(columns)
    .filter(([, type]) => type === 'Edm.String')
    .map(([name]) => ({ name, ...nameScore(isMixed ? wanted.ownColumns : wanted.columns, name) }))
    .sort((a, b) => b.score - a.score)
  if (!value || value.score < 0.5) return []
  const where = kindOf ? `${kindOf.name}='${kindOf.member}'` : ''
  const text = isMixed
    ? undefined
    : Object.keys(columns).find((name) => name === 'Представление' && name !== value.name)
  const reasons = [
    ...about.reasons,
    `строки табличной части «${section}»`,
    ...(where ? [`где ${where}`] : isMixed ? ['вид строк не угадан: берётся только эта колонка'] : []),
  ]
  const spec = { path: `${section}[${where}].${value.name}`, ...(text && { orElse: text }) }
  const score = about.score * 0.4 + value.score * 0.35 + (kindOf ? 0.25 : isAlone ? 0.15 : 0)
  return [{ takes: `${section}[${where}]${isMixed ? `.${value.name}` : ''}`, spec, score, reasons }]
}

const kindNames = ['Тип', 'Вид', 'ТипКонтакта', 'ВидКонтакта', 'Роль', 'ТипСвязи']

/** The column that tells kinds of rows apart, and the value of it that means these. */
function typeColumn(
  shape: InfobaseShape,
  columns: Attributes,
  members: readonly string[],
): { name: string; member: string } | null {
  let best: { name: string; member: string; score: number } | null = null
  for (const [name, type] of Object.entries(columns)) {
    if (type !== 'Edm.String') continue
    const about = nameScore(kindNames, name).score
    if (about < 0.5) continue
    for (const [at, wanted] of members.entries())
      for (const { title, member } of membersLike(shape, wanted)) {
        const said = resemble(wanted, member).score * (1 - at * 0.02)
        if (said < 0.8) continue
        const score = said * 0.6 + resemble(name, title).score * 0.2 + about * 0.2
        if (best === null || score > best.score) best = { name, member, score }
      }
  }
  return best
}

function partyCandidates(place: Place, section: string, columns: Attributes, wanted: WantedField): Candidate[] {
  const home = place.homes.get(wanted.to ?? '')
  const about = nameScore(
    [
      'Покупатели',
      'Стороны',
      'Участники',
      'Дольщики',
      'Клиенты',
      'Собственники',
      'СтороныДоговора',
      'УчастникиДоговора',
    ],
    section,
  )
  const role = typeColumn(place.shape, columns, ['Покупатель', 'Дольщик', 'Клиент', 'Собственник'])
  const where = role ? `${role.name}='${role.member}'` : ''
  return Object.entries(columns).flatMap(([name, type]): Candidate[] => {
    if (home === undefined || (type !== `ref:${home}` && type !== 'composite')) return []
    const named = nameScore(wanted.names, name)
    const score = (type === 'composite' ? 0.35 : 0.55) + about.score * 0.35 + named.score * 0.1
    const reasons = [...about.reasons, `строки «${section}» ведут к «${home}»`, ...(where ? [`где ${where}`] : [])]
    const spec = { path: `${section}[${where}].${name}`, ...(type === 'composite' && { type: home }) }
    return [{ takes: `${section}[]`, spec, score, reasons, isReadOnly: true }]
  })
}

function scheduleCandidate(section: string, columns: Attributes, wanted: WantedField): Candidate[] {
  const about = nameScore(wanted.names, section)
  const pick = (names: readonly string[], as: string) =>
    Object.entries(columns)
      .filter(([name, type]) => typeFit(type, as) === 1 && name !== 'LineNumber')
      .map(([name]) => ({ name, ...nameScore(names, name) }))
      .sort((a, b) => b.score - a.score)[0]
  const due = pick(['ДатаПлатежа', 'СрокОплаты', 'ДатаОплаты', 'Срок', 'Дата', 'ПлановаяДата'], 'date')
  const amount = pick(['Сумма', 'СуммаПлатежа', 'СуммаЭтапа', 'СуммаОплаты', 'КОплате', 'ПлановаяСумма'], 'money')
  if (about.score < 0.45 || !due || !amount || due.score < 0.3 || amount.score < 0.3) return []
  const spec = { rows: section, fields: { line: 'LineNumber', dueOn: due.name, amount: amount.name } }
  const score = about.score * 0.6 + (due.score + amount.score) * 0.2
  return [{ takes: section, spec, score, reasons: [...about.reasons, 'в строках есть срок и сумма'], isReadOnly: true }]
}
