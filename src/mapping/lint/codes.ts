/** `error`: the file is not used until it is mended. */
export type Level = 'error' | 'warning'

interface Rule {
  level: Level
  /** What a finding of this rule means and what to do about it: a row of the table in mappings/README.md. */
  means: string
  remedy: string
}

const error = (means: string, remedy: string): Rule => ({ level: 'error', means, remedy })
const warning = (means: string, remedy: string): Rule => ({ level: 'warning', means, remedy })

/** Every rule of lint by its stable name. A rule's finding may be milder or graver than usual when its text says why. */
export const codes = {
  yaml: error('файл записан не по правилам YAML', 'исправить отступ, кавычку или скобку в этом месте'),
  'too-big': error('файл слишком велик или слишком глубоко вложен', 'убедиться, что это файл соответствий'),
  'duplicate-key': error('слово в разделе повторено', 'оставить одно из двух'),
  schema: error('слово записано не так, как требует язык', 'записать значение так, как сказано в тексте'),
  'unknown-word': error('такого слова в языке нет', 'исправить опечатку или убрать'),
  twice: error('сущность описана в двух файлах', 'оставить один файл'),
  'unknown-field': error('в модели хаба нет такого поля', 'исправить имя поля'),
  'missing-field': error('не хватает поля, без которого сущность не собрать', 'добавить поле'),
  'no-values': error('поле — перечисление хаба, а таблицы values нет', 'добавить values'),
  'bad-value': error('поле хаба не может держать такое значение', 'взять значение из списка в тексте'),
  'no-rows': error('поле — список строк, а табличная часть не названа', 'добавить rows и fields'),
  path: error('путь записан неверно', 'записать реквизит, путь через ссылку или колонку табличной части'),
  expression: error('ошибка в выражении', 'исправить место, на которое указывает текст'),
  converter: error('преобразование даёт не то, что держит поле', 'выбрать другое as или убрать его'),
  'unused-word': warning('слово ни на что не влияет', 'убрать его или дописать то, с чем оно работает'),
  'one-way': error('поле пишется в 1С, а обратного пути у него нет', 'убрать write либо дать обратный путь'),
  'read-only': error('реквизит, который 1С не даёт менять', 'убрать write'),
  'write-twice': warning('два поля пишутся в один реквизит', 'убрать write у одного'),
  condition: error('условие lookup записано неверно', 'исправить кавычки и имена в фигурных скобках'),
  'no-key': warning('нет того, по чему хаб находит созданные им объекты', 'добавить lookup.key и поле externalKey'),
  write: error('обратный путь не собрать', 'исправить поле, названное в тексте'),
  'unknown-set': error('в 1С нет такого набора', 'исправить имя либо включить объект в состав OData'),
  'unknown-property': error('в 1С нет такого реквизита', 'исправить имя; реквизит мог быть переименован'),
  'unknown-section': error('в 1С нет такой табличной части', 'исправить имя либо включить её в состав OData'),
  'unknown-table': error('у регистра нет такой виртуальной таблицы', 'взять таблицу из списка в тексте'),
  register: error('регистр рядом с объектом описан неверно', 'исправить by или set либо дать другое имя'),
  'read-way': error('так этот набор не читается', 'убрать read: хаб выберет способ сам'),
  'not-published': error('реквизит ведёт к объекту, которого нет в составе OData', 'включить объект в состав OData'),
  'wrong-type': error('реквизит 1С другого типа, чем нужно полю', 'указать другой реквизит'),
  'wrong-reference': error('ссылка ведёт в другой справочник', 'указать реквизит, который ведёт в нужный'),
  'enum-value': error('в перечислении 1С нет такого значения', 'исправить values или back'),
  'enum-uncovered': warning('значение перечисления 1С не описано в values', 'дописать его либо поставить default'),
  'enum-unsure': warning(
    'по именам не понять, какое из перечислений 1С держит реквизит',
    'сверить values с конфигурацией; описать значения всех названных перечислений или поставить default',
  ),
  'too-long': warning('строка в 1С короче того, что хаб туда пишет', 'удлинить реквизит в 1С'),
  case: error(
    'пример рядом с файлом (cases) даёт не то, что в нём записано',
    'исправить файл соответствий; если прав он — пример',
  ),
} as const satisfies Record<string, Rule>

export type Code = keyof typeof codes

/** Rows of the table of rules in mappings/README.md, which a test keeps equal. */
export function codesTable(): string {
  const words = { error: 'ошибка', warning: 'замечание' }
  const rows = Object.entries(codes).map(
    ([code, { level, means, remedy }]) => `| \`${code}\` | ${words[level]} | ${means} | ${remedy} |`,
  )
  return ['| Код | Уровень | Что значит | Что делать |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
