import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { forgetPerson } from './api/forget-person.ts'
import { isLoggedOut, RequestFailure } from './api/request-failure.ts'
import { createAppRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

const client = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenLoggedOut }),
  mutationCache: new MutationCache({ onError: leaveWhenLoggedOut }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Chromium calls a machine without internet "offline", yet the hub often stands in the same office.
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && worthRetrying(error),
      retryDelay: 600,
    },
    mutations: { networkMode: 'always' },
  },
})

const router = createAppRouter(client)

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** What the top bar and the browser tab call the page. */
    title?: string
  }
}

/** A refusal will be the same a moment later; a silence or a gateway's error may not be. */
function worthRetrying(error: unknown): boolean {
  return error instanceof RequestFailure && (error.facts.status === 0 || error.facts.status >= 502)
}

/** A session that ended: to the login page, and back to where the person was afterwards. */
function leaveWhenLoggedOut(error: unknown): void {
  const { pathname, href } = router.state.location
  if (!isLoggedOut(error) || pathname === '/login') return
  void router
    .navigate({ to: '/login', search: { back: href, ended: 'yes' }, replace: true })
    .then(() => forgetPerson(client))
}

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="light">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
      <Notifications position="bottom-right" autoClose={6000} limit={3} />
    </MantineProvider>
  )
}
