/** Text as search compares it: lower case, ё as е. The SQL function `ru_lower` does the same. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е')
}
