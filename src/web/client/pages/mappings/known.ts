import type { MetadataTree, Model, ModelField, Preview } from '../../../api/mappings/mapping-contract.ts'
import type { ObjectOf } from './field-source.ts'

/** What completion and hints may lean on; each part may still be on its way. */
export interface Known {
  model: Model | undefined
  tree: MetadataTree | undefined
  preview: Preview | undefined
  objectOf: ObjectOf
}

/** The set a text reads, also while the rest of it cannot be used. */
export function setOf(text: string, { preview }: Known): string {
  return /\bset:\s*["']?([\p{L}_][\p{L}\p{N}_]*)/u.exec(text)?.[1] ?? preview?.set ?? ''
}

/** Registers beside the objects, by the names the text gives them; also while the rest of it cannot be used. */
export function registersIn(text: string): ReadonlyMap<string, string> {
  const named = /([\p{L}_][\p{L}\p{N}_]*):[ {]*(?:#.*)?\s*set:\s*["']?(InformationRegister_[\p{L}\p{N}_]+)/gu
  return new Map(Array.from(text.matchAll(named), ([, name = '', set = '']) => [name, set]))
}

/** The same, with the registers of the text as sections of the objects it reads. */
export function withRegisters(known: Known, text: string): Known {
  const registers = [...registersIn(text)]
  if (registers.length === 0) return known
  const objectOf: ObjectOf = async (set) => {
    const object = await known.objectOf(set)
    if (!object || set !== setOf(text, known)) return object
    const rows = registers.map(async ([name, register]) => {
      return { name, attributes: (await known.objectOf(register))?.attributes ?? [] }
    })
    return { ...object, sections: [...object.sections, ...(await Promise.all(rows))] }
  }
  return { ...known, objectOf }
}

export function entityOf({ model, preview }: Known, text: string): readonly ModelField[] {
  const name = /^to:\s*["']?(\w+)/m.exec(text)?.[1] ?? preview?.entity
  return model?.entities.find((entity) => entity.name === name)?.fields ?? []
}

export function fieldOf(known: Known, text: string, name: string): ModelField | undefined {
  return entityOf(known, text).find((field) => field.name === name)
}
