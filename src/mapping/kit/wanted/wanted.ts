import type { EntityName } from '../../../model/index.ts'
import { contacts } from './contacts.ts'
import { estate } from './estate.ts'
import { people } from './people.ts'
import { sales } from './sales.ts'
import type { WantedEntity } from './wanted-field.ts'

/** The model in words that configurations of 1C use. */
export const wanted: Readonly<Record<EntityName, WantedEntity>> = { ...estate, ...people, ...contacts, ...sales }
