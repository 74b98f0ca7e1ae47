import { z } from 'zod'
import { acknowledgeChanges } from '../../../flows/sentinel/review-changes.ts'
import { askForLook } from '../../../flows/sentinel/watch-metadata.ts'
import { access } from '../../auth/access.ts'
import { NotFoundError, type Route, route } from '../route.ts'
import { AcknowledgeInput, SentinelPage } from './sentinel-contract.ts'
import { sentinelView } from './sentinel-view.ts'

const None = z.object({})
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const

/** What the page «Соответствия» asks about changes in the configuration of 1C. */
export const sentinelRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/mappings/sentinel',
    roles: access.mappings,
    input: None,
    output: SentinelPage,
    run: (hub) => sentinelView(hub),
  }),
  route({
    method: 'post',
    path: '/mappings/sentinel/look',
    roles: access.mappings,
    input: None,
    output: Done,
    run: async (hub) => {
      await askForLook(hub)
      return done
    },
  }),
  route({
    method: 'post',
    path: '/mappings/sentinel/acknowledge',
    roles: access.mappings,
    input: AcknowledgeInput,
    output: Done,
    run: async (hub, person, { keys }) => {
      if (!(await acknowledgeChanges(hub, keys, person.login)))
        throw new NotFoundError('Этих изменений уже нет: их учёл кто-то другой, или в 1С снова как прежде.')
      return done
    },
  }),
]
