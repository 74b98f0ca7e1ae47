import { createHmac } from 'node:crypto'

/**
 * Invented stand-ins for personal data. The same thing gets the same stand-in wherever it is met, also in another record
 * and on another day; without the key nobody can work it back.
 */
export interface Pseudonyms {
  /** A word of a name, in any case and with its ending: «Петровой» → «Ладоновой». */
  word(word: string): string
  /** A phone as it is written: the layout stays, the number becomes +7999…. */
  phone(text: string): string
  email(text: string): string
  /** Another reference; the empty one stays empty. */
  guid(text: string): string
  /** Digits of a code: as many, in the same places, others. */
  digits(text: string): string
  url(text: string): string
  /** Days between one and two years, for dates that belong to one thing. */
  days(of: string): number
}

const emptyRef = '00000000-0000-0000-0000-000000000000'

const list = (words: string) => words.split(' ')

/** Common given names by which a word is known to be one; the stand-ins are rare ones, so that they are seen to be such. */
const maleNames = new Set(
  list(
    'александр алексей анатолий андрей антон арсений артем борис вадим валентин валерий василий виктор виталий владимир владислав вячеслав геннадий георгий глеб григорий данил даниил денис дмитрий евгений егор иван игорь илья кирилл константин лев леонид максим марк матвей михаил никита николай олег павел петр роман руслан семен сергей станислав степан тимофей тимур федор юрий ярослав',
  ),
)
const femaleNames = new Set(
  list(
    'александра алена алина алиса алла анастасия ангелина анна арина валентина валерия варвара вера вероника виктория галина дарья диана ева евгения екатерина елена елизавета жанна зинаида зоя инна ирина карина кира кристина ксения лариса лидия любовь людмила маргарита марина мария надежда наталья наталия нина оксана ольга полина раиса светлана софия софья тамара татьяна ульяна юлия яна',
  ),
)
const rareMale = list('Аристарх Вениамин Гордей Елисей Лукьян Мирон Панкрат Савва Тихон Устин Харитон Еремей')
const rareFemale = list('Агафья Василиса Евдокия Злата Лукерья Пелагея Степанида Таисия Устинья Фаина Аглая Серафима')

const syllables = list('ла ми ре до ва ку зе ни то бе гу фа со же ра пи лю ме ту ше')
const latin = list('la mi re do va ku ze ni to be gu fa so zhe ra pi lu me tu she')
const closing = list('р ж л н м т д к')

export function pseudonyms(secret: string): Pseudonyms {
  const digest = (kind: string, of: string): Buffer => createHmac('sha256', secret).update(`${kind}\0${of}`).digest()

  /** A made-up stem: three syllables and, in Russian, a closing consonant. */
  function stem(of: string, from: readonly string[], end: readonly string[]): string {
    const bytes = digest('word', of)
    const part = (at: number, words: readonly string[]) => words[bytes.readUInt16BE(at * 2) % words.length] ?? ''
    return part(0, from) + part(1, from) + part(2, from) + (end.length > 0 ? part(3, end) : '')
  }

  function nameWord(plain: string): string {
    const pick = (words: readonly string[]) => words[digest('given', plain).readUInt32BE(0) % words.length] ?? ''
    if (maleNames.has(plain)) return pick(rareMale)
    if (femaleNames.has(plain)) return pick(rareFemale)
    if (/[a-z]/.test(plain)) return stem(plain, latin, [])
    for (const [form, replaced] of forms) {
      const match = form.exec(plain)
      if (match) return replaced(stem(match[1] ?? plain, syllables, closing), match[2] ?? '', match[3] ?? '')
    }
    return stem(plain.replace(/[аеиоуыэюяйь]+$/u, '') || plain, syllables, closing)
  }

  return {
    word(word) {
      const plain = word.toLowerCase().replaceAll('ё', 'е')
      return inCase(nameWord(plain), word)
    },

    phone(text) {
      const digits = text.replace(/\D/g, '')
      const core = digits.slice(-10)
      const fresh = `999${String(digest('phone', core).readUInt32BE(0) % 10_000_000).padStart(7, '0')}`
      const number = fresh === core ? `999${core.slice(-1)}${core.slice(3, 9)}` : fresh
      if (digits.length > 11 || (digits.length === 11 && !/^[78]/.test(digits))) return `+7${number}`
      const whole = digits.slice(0, -10) + number
      let at = 0
      return text.replace(/\d/g, () => whole[at++] ?? '')
    },

    email: (text) => `p${digest('email', text.trim().toLowerCase()).toString('hex').slice(0, 10)}@example.invalid`,

    guid(text) {
      const ref = text.toLowerCase()
      if (ref === emptyRef) return ref
      const hex = digest('ref', ref).toString('hex')
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `a${hex.slice(17, 20)}`,
        hex.slice(20, 32),
      ].join('-')
    },

    digits(text) {
      const bare = text.replace(/\D/g, '')
      for (let n = 0; ; n++) {
        const bytes = digest('digits', `${n} ${bare}`)
        const fresh = [...bare].map((_, at) => String((bytes[at % bytes.length] ?? 0) % 10)).join('')
        if (fresh === bare && n < 8) continue
        let at = 0
        return text.replace(/\d/g, () => fresh[at++] ?? '')
      }
    },

    url: (text) =>
      `https://example.invalid/${digest('url', text).toString('hex').slice(0, 12)}${/\.[a-z]{2,4}$/i.exec(text)?.[0] ?? ''}`,

    days: (of) => 365 + (digest('days', of).readUInt16BE(0) % 365),
  }
}

type Form = readonly [RegExp, (stem: string, kind: string, ending: string) => string]

/** Patronymics and surnames by their endings: all cases of one name share their stem, and so their stand-in. */
const forms: readonly Form[] = [
  [/^(.{2,}?)(?:ов|ев|ьев|)(ич)(а|у|ем|ом|е|)$/u, (stem, kind, ending) => `${stem}ов${kind}${ending}`],
  [/^(.{2,}?)(?:ов|ев|ьев|ин|)(и?чн|н)(а|ы|е|у|ой)$/u, (stem, _kind, ending) => `${stem}овн${ending}`],
  [/^(.{2,}?)(ов|ев|ин|ын)(а|у|ым|ом|ой|е|ы|ых|)$/u, (stem, kind, ending) => stem + kind + ending],
  [/^(.{2,}?)(ск|цк)(ий|ой|ая|ого|ому|им|ом|ую|ие|их)$/u, (stem, kind, ending) => stem + kind + ending],
]

function inCase(word: string, like: string): string {
  if (like.length > 1 && like === like.toUpperCase() && like !== like.toLowerCase()) return word.toUpperCase()
  const [first = ''] = like
  return first === first.toUpperCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word.toLowerCase()
}
