import { z } from 'zod'

/**
 * One difference between two states of a base. `kind`:
 * - `renamed`: same type, same place, another name;
 * - `retired`: 1C put `Удалить…` before the name; `replacement` is what took its place, when something did;
 * - `retargeted`: a reference that leads to another object now; `retyped`: any other change of type.
 */
export const Change = z.object({
  kind: z.enum(['added', 'removed', 'renamed', 'retired', 'retyped', 'retargeted']),
  what: z.enum(['object', 'section', 'attribute', 'table', 'enum', 'member']),
  /** Entity set or enum, by the name it had before (of something added: has). */
  object: z.string(),
  section: z.string().nullable(),
  /** Name before; of something added: the new name. The object's own for `object` and `enum`. */
  name: z.string(),
  /** Name now, where it is another one. */
  to: z.string().nullable(),
  /** Types, of an attribute. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  replacement: z.string().nullable(),
  /** How sure a rename is, from 0 to 1, and what speaks for it. */
  score: z.number(),
  reasons: z.array(z.string()),
})
export type Change = z.infer<typeof Change>

/** The same difference has the same key whenever it is seen. */
export const changeKey = ({ kind, what, object, section, name, to, after }: Change): string =>
  [what, object, section ?? '', name, kind, to ?? '', after ?? ''].join('|')
