import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { queueOfTurns } from '../../store/queue-of-turns.ts'
import { checkPassword, demoPeople, loginOf, type Person, roleTitles } from '../auth/people.ts'
import { closeSession, openSession, personOf } from '../auth/sessions.ts'
import type { ApiError, Me } from './contract.ts'
import { eventStream } from './events.ts'
import { NotFoundError, RefusedError, type Route } from './route.ts'
import { routes } from './routes.ts'

const fail = (response: Response, status: number, error: ApiError['error']) =>
  void response.status(status).json({ error } satisfies ApiError)

/** Of whoever may be anybody, and of a person: a folder of mapping files, or a document of 1C with all its rows. */
const strangersJson = express.json({ limit: '100kb' })
const personsJson = express.json({ limit: '4mb' })

/** `/api`: what the browser may ask. Signed-in people only, by the table of routes; everything not in it is denied. */
export function apiRouter(hub: Hub): Router {
  const api = Router()
  api.use((request, response, next) => {
    response.set('Cache-Control', 'no-store')
    // A form on another site can post with our cookie but can set no such header.
    if (request.method !== 'GET' && request.get('x-requested-with') !== 'realtor-hub') {
      return fail(response, 403, { message: 'Запрос пришёл не из окна хаба.' })
    }
    next()
  })
  sessionRoutes(hub, api)
  api.get('/events', async (request, response) => {
    if (!(await personOf(hub, request))) return fail(response, 401, { message: 'Войдите заново.' })
    eventStream(hub, request, response)
  })
  for (const route of routes)
    api[route.method](route.path, admit(hub, route), personsJson, (request, response) =>
      answer(hub, route, request, response),
    )
  api.use((_request, response) => fail(response, 404, { message: 'Такого запроса нет.' }))
  return api
}

/** A change tells all open pages at once, and all of them ask at once: calls must find a place between their answers. */
const ownTurn = queueOfTurns()

/** Lets pass whoever may, before anything of a body is read. */
function admit(hub: Hub, { roles }: Route): RequestHandler {
  return async (request, response, next) => {
    const person = await personOf(hub, request)
    if (!person) return fail(response, 401, { message: 'Вы не вошли, или время входа истекло. Войдите заново.' })
    if (!roles.includes(person.role)) return fail(response, 403, { message: 'Вашей роли это недоступно.' })
    response.locals.person = person
    next()
  }
}

async function answer(hub: Hub, route: Route, request: Request, response: Response): Promise<void> {
  const person = response.locals.person as Person
  const input = route.input.safeParse({ ...request.query, ...(request.body as object | undefined), ...request.params })
  if (!input.success) {
    const fields = Object.fromEntries(input.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
    return fail(response, 400, { message: 'Проверьте заполнение полей.', fields })
  }
  await ownTurn()
  try {
    response.json(await route.run(hub, person, input.data as never))
  } catch (error) {
    const status = error instanceof NotFoundError ? 404 : error instanceof RefusedError ? 409 : null
    if (status === null) throw error
    fail(response, status, { message: (error as Error).message })
  }
}

const Login = z.object({ login: z.string().min(1).max(100), password: z.string().min(1).max(200) })

/** Counts the failed tries of a minute under each key. */
function triesBy(limit: number, keyOf: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator: keyOf,
    skipSuccessfulRequests: true,
    standardHeaders: true,
    legacyHeaders: false,
    handler: (_request, response) =>
      fail(response, 429, { message: 'Слишком много попыток входа. Попробуйте через минуту.' }),
  })
}

const addressOf = (request: Request) => ipKeyGenerator(request.ip ?? '')
const typedLogin = (request: Request) => loginOf(String((request.body as { login?: unknown } | undefined)?.login ?? ''))

function sessionRoutes(hub: Hub, api: Router): void {
  // An office behind one address does not lock itself out: a name has tries of its own, and all names together have many.
  const byAddress = triesBy(100, addressOf)
  const byName = triesBy(10, (request) => `${addressOf(request)}|${typedLogin(request)}`)
  api.post('/login', byAddress, strangersJson, byName, async (request, response) => {
    const input = Login.safeParse(request.body)
    if (!input.success) return fail(response, 400, { message: 'Введите логин и пароль.' })
    const person = await checkPassword(hub.db, input.data.login, input.data.password)
    if (!person)
      return fail(response, 401, { message: 'Логин или пароль не подходят. Проверьте раскладку и попробуйте ещё раз.' })
    await openSession(hub, person, request, response)
    response.json(person satisfies Me)
  })
  api.post('/logout', async (request, response) => {
    await closeSession(hub, request, response)
    response.status(204).end()
  })
  api.get('/me', async (request, response) => {
    const person = await personOf(hub, request)
    if (!person) return fail(response, 401, { message: 'Вы не вошли.' })
    response.json(person satisfies Me)
  })
  api.get('/demo', (_request, response) => {
    const logins = demoPeople.map(({ login, name, role }) => ({ login, name, role, roleTitle: roleTitles[role] }))
    response.json({ logins: hub.config.demo ? logins : null })
  })
}
