import { z } from 'zod'
import { resumeReplay, startReplay, stopReplay } from '../../../flows/replay/start-replay.ts'
import { ReplayFilter } from '../../../model/replay.ts'
import { access } from '../../auth/access.ts'
import { RefusedError, type Route, route } from '../route.ts'
import { Caught, CaughtQuery, itemStates, ReplayInput, ReplayPage, ReplayStarted, Replays } from './replay-contract.ts'
import { caughtView, replaysView, replayView } from './replay-view.ts'

const ById = z.object({ id: z.string().max(60) })
const Message = z.object({ message: z.string() })

/** Doing past things once more. */
export const replayRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/replays',
    roles: access.mappings,
    input: z.object({}),
    output: Replays,
    run: (hub) => replaysView(hub),
  }),
  route({
    method: 'get',
    path: '/replays/caught',
    roles: access.mappings,
    input: CaughtQuery,
    output: Caught,
    run: (hub, _person, { page, ...query }) => caughtView(hub, { page, ...understood(query) }),
  }),
  route({
    method: 'post',
    path: '/replays',
    roles: access.mappings,
    input: ReplayInput,
    output: ReplayStarted,
    run: async (hub, person, { filter, mapping, dry }) => {
      const { id, total, isNew } = await startReplay(hub, filter, { mapping, dry, author: person.login })
      const what = dry ? 'Проверка' : 'Повтор'
      return { id, total, message: isNew ? `${what} идёт.` : `${what} с этим отбором уже идёт: открыт он.` }
    },
  }),
  route({
    method: 'get',
    path: '/replays/:id',
    roles: access.mappings,
    input: ById.extend({ state: z.enum(itemStates).optional(), page: z.coerce.number().int().min(0).default(0) }),
    output: ReplayPage,
    run: (hub, _person, input) => replayView(hub, input),
  }),
  route({
    method: 'post',
    path: '/replays/:id/stop',
    roles: access.mappings,
    input: ById,
    output: Message,
    run: async (hub, _person, { id }) => ({
      message: (await stopReplay(hub, id)) ? 'Остановлено: начатое закончится.' : 'Этот повтор уже не идёт.',
    }),
  }),
  route({
    method: 'post',
    path: '/replays/:id/resume',
    roles: access.mappings,
    input: ById,
    output: Message,
    run: async (hub, _person, { id }) => ({
      message: (await resumeReplay(hub, id))
        ? 'Продолжаем с того места.'
        : 'Продолжать нечего: этот повтор идёт или закончен.',
    }),
  }),
]

/** What is typed into the address bar may be no filter. */
function understood(query: unknown): ReplayFilter {
  const filter = ReplayFilter.safeParse(query)
  if (filter.success) return filter.data
  throw new RefusedError('Отбор записан неверно: проверьте даты и состояние в адресе страницы.')
}
