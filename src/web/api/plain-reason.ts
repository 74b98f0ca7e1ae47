/** What an error of 1C tells a machine or its administrator: the request, the status, the module and line. */
const technical = [
  / \((?:GET|POST|PATCH|PUT|DELETE) \S*\)/g,
  /, HTTP \d{3}/g,
  /Ошибка при выполнении обработчика - '[^']*' \{[^}]*\}: /g,
]

/** A refusal as a person at the telephone should read it; the whole text is for the administrator. */
export function plainReason(reason: string | null): string {
  if (!reason) return '1С отказала: причина не указана.'
  const plain = technical.reduce((text, noise) => text.replace(noise, ''), reason)
  return plain.startsWith('1С ') ? plain : `1С отказала: ${plain}`
}
