import { z } from 'zod'
import { reconcile } from '../../flows/exchange/reconcile.ts'
import { askForVerify } from '../../flows/verify/run-verify.ts'
import { roles } from '../../model/role.ts'
import { access } from '../auth/access.ts'
import { actOnAttention } from './attention.ts'
import { boardView, projectsView } from './board-view.ts'
import { takeNote } from './call-note.ts'
import {
  Chessboard,
  Desktop,
  JournalPage,
  JournalRow,
  Link,
  longestNote,
  ProjectRow,
  SavedNote,
  Trace,
  UnitCard,
  VerifyPage,
} from './contract.ts'
import { desktopView } from './desktop-view.ts'
import { journalView, traceView } from './journal-view.ts'
import { linkView } from './link-view.ts'
import { caseRoutes } from './mappings/case-routes.ts'
import { deployRoutes } from './mappings/deploy-routes.ts'
import { mappingRoutes } from './mappings/mapping-routes.ts'
import { replayRoutes } from './mappings/replay-routes.ts'
import { sentinelRoutes } from './mappings/sentinel-routes.ts'
import { type Route, route } from './route.ts'
import { unitView } from './unit-view.ts'
import { healOne, verifyView } from './verify-view.ts'

const None = z.object({})
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
const Ref = z.object({ ref: z.guid() })

/** Everything a signed-in person may ask, with who may. */
export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/desktop',
    roles,
    input: None,
    output: Desktop,
    run: (hub, person) => desktopView(hub, person),
  }),
  route({
    method: 'get',
    path: '/link',
    roles,
    input: None,
    output: Link,
    run: (hub, person) => linkView(hub, person),
  }),
  route({
    method: 'get',
    path: '/projects',
    roles,
    input: None,
    output: z.array(ProjectRow),
    run: (hub) => projectsView(hub),
  }),
  route({
    method: 'get',
    path: '/chessboard/:ref',
    roles,
    input: Ref,
    output: Chessboard,
    run: (hub, person, { ref }) => boardView(hub, person, ref),
  }),
  route({
    method: 'get',
    path: '/units/:ref',
    roles,
    input: Ref,
    output: UnitCard,
    run: (hub, person, { ref }) => unitView(hub, person, ref),
  }),
  route({
    method: 'get',
    path: '/journal',
    roles: access.journal,
    input: z.object({
      topic: JournalRow.shape.topic.optional(),
      level: JournalRow.shape.level.optional(),
      q: z.string().max(200).optional(),
      before: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: JournalPage,
    run: (hub, _person, filter) => journalView(hub, filter),
  }),
  route({
    method: 'get',
    path: '/journal/:traceId',
    roles: access.journal,
    input: z.object({ traceId: z.string().max(100) }),
    output: Trace,
    run: (hub, _person, { traceId }) => traceView(hub, traceId),
  }),
  route({
    method: 'post',
    path: '/attention/:id/:action',
    roles: access.attention,
    input: z.object({ id: z.string().max(200), action: z.enum(['retry', 'confirm', 'dismiss']) }),
    output: Done,
    run: async (hub, person, { id, action }) => {
      await actOnAttention(hub, person, id, action)
      return done
    },
  }),
  route({
    method: 'post',
    path: '/calls/:id/note',
    roles: access.callNote,
    input: z.object({
      id: z.string().max(100),
      text: z.string().trim().max(longestNote, `Итог длиннее ${longestNote} знаков: сократите его.`),
      seen: z.number().int().min(0),
      over: z.string().nullable().default(null),
    }),
    output: SavedNote,
    run: takeNote,
  }),
  route({
    method: 'post',
    path: '/pull',
    roles: ['admin'],
    input: None,
    output: Done,
    run: async (hub) => {
      await reconcile(hub)
      return done
    },
  }),
  route({
    method: 'post',
    path: '/debts/check',
    roles: ['admin', 'sales', 'director'],
    input: None,
    output: Done,
    run: async (hub) => {
      await hub.db
        .transaction()
        .execute((trx) => hub.jobs.enqueue(trx, 'alert-debtors', {}, { dedupeKey: 'alert-debtors', priority: 5 }))
      hub.jobs.wake()
      return done
    },
  }),
  route({
    method: 'get',
    path: '/verify',
    roles: access.verify,
    input: z.object({ run: z.string().max(100).optional() }),
    output: VerifyPage,
    run: (hub, _person, { run }) => verifyView(hub, run ?? null),
  }),
  route({
    method: 'post',
    path: '/verify',
    roles: access.verify,
    input: z.object({ heal: z.boolean().default(false) }),
    output: Done,
    run: async (hub, person, { heal }) => {
      await askForVerify(hub, `person:${person.login}`, heal)
      return done
    },
  }),
  route({
    method: 'post',
    path: '/verify/gaps/:id/heal',
    roles: access.verify,
    input: z.object({ id: z.coerce.number().int() }),
    output: z.object({ message: z.string() }),
    run: (hub, person, { id }) => healOne(hub, person, id),
  }),
  ...mappingRoutes,
  ...sentinelRoutes,
  ...deployRoutes,
  ...replayRoutes,
  ...caseRoutes,
]
