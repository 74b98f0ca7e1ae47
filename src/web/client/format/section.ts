/** A bare number or letter gets its noun, «секция 3»; a name that 1C already gives in words stays as it is. */
export function formatSection(name: string): string {
  return name.length <= 3 ? `секция ${name}` : name
}
