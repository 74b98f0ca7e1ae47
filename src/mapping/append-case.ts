import { stringify } from 'yaml'
import { MappingError } from '../errors.ts'
import { type Case, CasesFile } from './cases.ts'
import { readYaml } from './lint/read-yaml.ts'

const headline = (file: string) => `# Примеры к ${file}: что хаб делает из записи 1С. Проверка: realtor-hub lint.\n`

/**
 * The text to put behind a file of cases to add one; `text` null when there is no file yet. What stands in the file is left
 * as it is, comments and order included. Throws MappingError when the file is no list that can be added to.
 */
export function appendix(mappingFile: string, text: string | null, one: Case): string {
  const known = casesIn(text ?? '')
  if (known.some(({ name }) => name === one.name))
    throw new MappingError(`Пример «${one.name}» в этом файле уже есть: дайте новому другое имя.`)
  const start = text === null ? headline(mappingFile) : text === '' || text.endsWith('\n') ? '' : '\n'
  const body = stringify([one], { lineWidth: 0, indentSeq: false, defaultStringType: 'PLAIN' })
  const indent = ' '.repeat(indentOf(text ?? ''))
  const lines = body.trimEnd().split('\n')
  const gap = known.length > 0 ? '\n' : ''
  const added = `${start}${gap}${lines.map((line) => (line === '' ? line : indent + line)).join('\n')}\n`
  const whole = readYaml((text ?? '') + added)
  const read = CasesFile.safeParse(whole.value)
  if (!read.success || JSON.stringify(read.data) !== JSON.stringify([...known, one]))
    throw new MappingError(
      'Дописать пример в этот файл нельзя: он слишком велик или записан не списком строк «- name: …». Перепишите его так или начните новый.',
    )
  return added
}

function casesIn(text: string): Case[] {
  const { value, problems } = readYaml(text)
  if (problems.length === 0 && (value === null || value === undefined)) return []
  const read = CasesFile.safeParse(value)
  if (problems.length === 0 && read.success) return read.data
  throw new MappingError('В файле примеров ошибка: исправьте её (realtor-hub lint), и пример можно будет добавить.')
}

/** Column at which the items of the list begin. */
const indentOf = (text: string): number => /^( *)- /m.exec(text)?.[1]?.length ?? 0
