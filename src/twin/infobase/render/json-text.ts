/** JSON as 1C prints it: one member a line, no indentation, `},{` between the items of an array (1c-samples/json). */
export type Member = readonly [name: string, text: string]

export function objectText(members: readonly Member[]): string {
  return `{\n${members.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(',\n')}\n}`
}

export const arrayText = (items: readonly string[]): string => `[${items.join(',')}]`

export const stringText = (value: string): string => JSON.stringify(value)
