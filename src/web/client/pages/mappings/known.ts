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

export function entityOf({ model, preview }: Known, text: string): readonly ModelField[] {
  const name = /^to:\s*["']?(\w+)/m.exec(text)?.[1] ?? preview?.entity
  return model?.entities.find((entity) => entity.name === name)?.fields ?? []
}

export function fieldOf(known: Known, text: string, name: string): ModelField | undefined {
  return entityOf(known, text).find((field) => field.name === name)
}
