const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/**
 * What no XML 1.0 document may hold even escaped (control characters, halves of surrogate pairs, noncharacters):
 * pasted into a 1C card, one of them makes a classifier reject the whole file.
 */
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu

const suspect = /[&<>"'\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u

/** Text or attribute value, ready to stand between tags or quotes. */
export function escapeXml(text: string): string {
  if (!suspect.test(text)) return text
  return text.replace(forbidden, '').replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** `<name>value</name>`; nothing for an absent or blank value, because an empty element is an error in most formats. */
export function element(name: string, value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : escapeXml(String(value)).trim()
  return text === '' ? '' : `<${name}>${text}</${name}>`
}

/** `<name>…</name>` around what is already markup; nothing around nothing. */
export function parent(name: string, ...children: string[]): string {
  const markup = children.join('')
  return markup === '' ? '' : `<${name}>${markup}</${name}>`
}

/** An integer number of hundredths as a decimal with a dot: `5450` → `54.50`, `785000000` → `7850000`. */
export function decimal(hundredths: number): string {
  const rest = hundredths % 100
  return `${(hundredths - rest) / 100}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`
}
