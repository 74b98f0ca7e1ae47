import { draftCase, pinCase } from '../../../flows/mappings/pin-case.ts'
import { type EntityName, entities } from '../../../model/index.ts'
import type { RawRecord } from '../../../model/raw.ts'
import { access } from '../../auth/access.ts'
import { NotFoundError, type Route, route, told } from '../route.ts'
import { CaseInput, PinInput, Pinned, PinnedCase } from './case-contract.ts'

/** Records of 1C as cases beside the mapping, without personal data. */
export const caseRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/mappings/:entity/cases/preview',
    roles: access.mappings,
    input: CaseInput,
    output: PinnedCase,
    run: (hub, _person, { entity, record, name }) => told(draftCase(hub, known(entity), record as RawRecord, name)),
  }),
  route({
    method: 'post',
    path: '/mappings/:entity/cases',
    roles: access.mappings,
    input: PinInput,
    output: Pinned,
    run: async (hub, person, { entity, record, name, seen }) => {
      const { file } = await told(pinCase(hub, { entity: known(entity), record: record as RawRecord, name, seen }))
      hub.log.info('case pinned', { file, login: person.login })
      return { message: `Пример «${name}» дописан в ${file}.` }
    },
  }),
]

function known(name: string): EntityName {
  if (Object.hasOwn(entities, name)) return name as EntityName
  throw new NotFoundError('Такой сущности в хабе нет.')
}
