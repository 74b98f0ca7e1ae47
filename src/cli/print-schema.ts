import { mappingSchema } from '../mapping/json-schema.ts'

/** The text of `mappings/mapping.schema.json`. */
export function schemaText(): string {
  return `${JSON.stringify(mappingSchema(), null, 2)}\n`
}

/** Prints the language of mapping files as JSON Schema, for an editor's completion. */
export function printSchema(): number {
  process.stdout.write(schemaText())
  return 0
}
