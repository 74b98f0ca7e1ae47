import type { Code, Level } from './codes.ts'
import type { Place } from './places.ts'

/** One remark about a mapping file; `level: error` means the mapping is not used. */
export interface Finding extends Place {
  file: string
  level: Level
  /** Stable name of the rule. */
  code: Code
  /** What is wrong and what to do, in Russian. */
  text: string
}
