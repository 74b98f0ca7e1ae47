import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { meQuery } from './api/queries.ts'
import { isLoggedOut } from './api/request-failure.ts'
import { Frame } from './frame/frame.tsx'
import { BrokenPage } from './parts/broken-page.tsx'
import { LostPage } from './parts/lost-page.tsx'
import { StartingPage } from './parts/starting-page.tsx'

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  // `ended`: the session was over in the middle of work.
  validateSearch: z.object({ back: z.string().optional(), ended: z.string().optional() }),
  staticData: { title: 'Вход' },
  component: lazyRouteComponent(() => import('./pages/login/login-page.tsx'), 'LoginPage'),
})

/** Everything behind the login: who we are is known before a page is drawn, so that pages never ask "am I allowed". */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.client.ensureQueryData(meQuery) }
    } catch (error) {
      if (isLoggedOut(error)) throw redirect({ to: '/login', search: { back: location.href } })
      throw error
    }
  },
})

const desktop = createRoute({
  getParentRoute: () => frame,
  path: '/',
  staticData: { title: 'Рабочий стол' },
  validateSearch: z.object({ call: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/desktop/desktop-page.tsx'), 'DesktopPage'),
})

/** The address bar holds a filter as it was typed; `board-filter.ts` reads it. */
const chessboard = createRoute({
  getParentRoute: () => frame,
  path: '/chessboard/{-$buildingRef}',
  staticData: { title: 'Шахматка' },
  validateSearch: z.object({
    unit: z.string().optional(),
    status: z.string().optional(),
    rooms: z.string().optional(),
    kind: z.string().optional(),
    areaFrom: z.string().optional(),
    areaTo: z.string().optional(),
    priceFrom: z.string().optional(),
    priceTo: z.string().optional(),
  }),
  component: lazyRouteComponent(() => import('./pages/chessboard/chessboard-page.tsx'), 'ChessboardPage'),
})

const journal = createRoute({
  getParentRoute: () => frame,
  path: '/journal',
  staticData: { title: 'Журнал' },
  validateSearch: z.object({
    topic: z.string().optional(),
    level: z.string().optional(),
    q: z.string().optional(),
    trace: z.string().optional(),
  }),
  component: lazyRouteComponent(() => import('./pages/journal/journal-page.tsx'), 'JournalPage'),
})

const verify = createRoute({
  getParentRoute: () => frame,
  path: '/verify',
  staticData: { title: 'Сверка' },
  validateSearch: z.object({ run: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/verify/verify-page.tsx'), 'VerifyPage'),
})

const mappings = createRoute({
  getParentRoute: () => frame,
  path: '/mappings',
  staticData: { title: 'Соответствия' },
  component: lazyRouteComponent(() => import('./pages/mappings/mappings-page.tsx'), 'MappingsPage'),
})

/** The editor comes with this page and no other. */
const bench = createRoute({
  getParentRoute: () => frame,
  path: '/mappings/$entity',
  staticData: { title: 'Соответствия' },
  validateSearch: z.object({ tab: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/mappings/bench-page.tsx'), 'BenchPage'),
})

const replay = createRoute({
  getParentRoute: () => frame,
  path: '/replay',
  staticData: { title: 'Повтор' },
  validateSearch: z.object({
    what: z.string().optional(),
    source: z.string().optional(),
    state: z.string().optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    reason: z.string().optional(),
    text: z.string().optional(),
    page: z.string().optional(),
    /** The replay whose results are open, and of which state. */
    replay: z.string().optional(),
    rows: z.string().optional(),
  }),
  component: lazyRouteComponent(() => import('./pages/replay/replay-page.tsx'), 'ReplayPage'),
})

const lost = createRoute({
  getParentRoute: () => frame,
  path: '$',
  staticData: { title: 'Страница не найдена' },
  component: LostPage,
})

const routeTree = root.addChildren([
  login,
  frame.addChildren([desktop, chessboard, journal, verify, mappings, bench, replay, lost]),
])

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultErrorComponent: BrokenPage,
    defaultPendingComponent: StartingPage,
    // The words themselves wait a second.
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    scrollRestoration: false,
    // Plain `name=value` in the address bar: a link is read, sent and edited by people.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const params = new URLSearchParams()
      for (const [name, value] of Object.entries(search)) if (value) params.set(name, String(value))
      const text = params.toString().replaceAll('%2C', ',')
      return text ? `?${text}` : ''
    },
  })
}
