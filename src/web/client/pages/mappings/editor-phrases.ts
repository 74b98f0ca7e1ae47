import { EditorState } from '@codemirror/state'

/** What the editor itself says, in Russian. */
export const editorPhrases = EditorState.phrases.of({
  'Control character': 'Служебный символ',
  Completions: 'Подсказки',
  Diagnostics: 'Замечания',
  'No diagnostics': 'Замечаний нет',
  Find: 'Найти',
  Replace: 'Заменить на',
  next: 'дальше',
  previous: 'назад',
  all: 'все',
  'match case': 'с учётом регистра',
  'by word': 'слово целиком',
  regexp: 'выражение',
  replace: 'заменить',
  'replace all': 'заменить все',
  close: 'закрыть',
  'current match': 'текущее совпадение',
  'replaced $ matches': 'заменено: $',
  'replaced match on line $': 'заменено в строке $',
  'on line': 'в строке',
  'Go to line': 'Перейти к строке',
  go: 'перейти',
  '$ unchanged lines': 'строк без изменений: $',
  'Deleted lines': 'Убранные строки',
})
