import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type ErrorRequestHandler, type Express } from 'express'
import helmet from 'helmet'
import type { Hub } from '../context.ts'
import { describeError, HubError } from '../errors.ts'
import { mirrorAge } from '../flows/exchange/link.ts'
import { newTraceId } from '../flows/trace.ts'
import { storeFault } from '../store/store-fault.ts'
import { apiRouter } from '../web/api/router.ts'
import { feedRoutes } from './feeds.ts'
import { healthRoutes } from './health.ts'
import { changedHook } from './hooks/changed.ts'
import { engageHook } from './hooks/engage.ts'
import { onecApi } from './onec/json-api.ts'
import { soapService } from './soap/service.ts'
import { sameToken } from './token.ts'
import { windowAssets } from './window-assets.ts'

/** Built by `npm run build:ui`. */
const windowFolder = join(import.meta.dirname, '../../dist/web')

/** Both edges of the hub on one port: machines (hooks, feeds, health) and people (`/api`, the window). */
export function createApp(hub: Hub): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', hub.config.http.proxies)
  app.use(healthRoutes(hub))
  app.use(engageHook(hub))
  app.use(changedHook(hub))
  app.use(onecApi(hub))
  app.use(soapService(hub))
  app.use(
    feedRoutes({
      folder: hub.config.feedFolder,
      isToken: (token, name) =>
        hub.config.settings.feeds.some((feed) => feed.name === name) &&
        hub.config.feedTokens.some((known) => sameToken(token, known)),
      dataAgeSeconds: () => mirrorAge(hub.link, hub.now()),
    }),
  )
  app.use(
    helmet({
      contentSecurityPolicy: { directives: contentPolicy(hub) },
      strictTransportSecurity: hub.config.http.publicUrl?.startsWith('https:') ?? false,
    }),
  )
  app.use('/api', apiRouter(hub))
  windowRoutes(app)
  app.use(onError(hub))
  return app
}

/** Mantine sets style attributes; plan pictures may lie on the developer's own site. */
function contentPolicy(hub: Hub) {
  return {
    'default-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'https:', ...(hub.config.demo ? ['http://127.0.0.1:*'] : [])],
    'connect-src': ["'self'"],
    'upgrade-insecure-requests': hub.config.http.publicUrl?.startsWith('https:') ? [] : null,
  }
}

function windowRoutes(app: Express): void {
  const page = join(windowFolder, 'index.html')
  app.use('/assets', windowAssets(join(windowFolder, 'assets')))
  app.use(express.static(windowFolder, { index: false }))
  app.get('/{*path}', (request, response, next) => {
    // Only for those who prefer a page: a mistyped address of a machine is a 404, not a 200 it would take for success.
    if (request.accepts(['json', 'html']) !== 'html') return next()
    if (!existsSync(page)) {
      response.status(503).type('text/plain; charset=utf-8').send('Окно ещё не собрано: выполните npm run build:ui.')
      return
    }
    response.set('Cache-Control', 'no-cache').sendFile(page)
  })
  app.use((_request, response) => {
    response.status(404).json({ error: { message: 'Здесь ничего нет.' } })
  })
}

/** What a sender is told of its own mistakes; 403 is the answer to a file asked for outside its folder. */
const callerWords: Readonly<Record<number, string>> = {
  403: 'Здесь ничего нет.',
  404: 'Здесь ничего нет.',
  413: 'Слишком большое сообщение.',
}

/** The last word on a failed request: its number for the log, no inner workings for the caller. */
function onError(hub: Hub): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const fault = storeFault(error)
    const status = (error as { status?: number }).status ?? (fault !== null || error instanceof HubError ? 503 : 500)
    if (status < 500) {
      const message = callerWords[status] ?? 'Запрос не разобрать: проверьте формат.'
      response.status(status).json({ error: { message } })
      return
    }
    const trace = newTraceId()
    hub.log.error('request failed', {
      trace,
      method: request.method,
      path: request.path.replace(/^\/feeds\/[^/]+/, '/feeds/***'),
      error: fault === null ? describeError(error) : `${fault}: ${describeError(error)}`,
      ...(fault === null && { stack: (error as Error).stack }),
    })
    if (fault !== null) {
      const message = 'Хаб сейчас не может ничего сохранить, и это сообщение не сохранено.'
      const remedy = 'Повторите через минуту; если не поможет, сообщите администратору номер.'
      response.set('Retry-After', '60').status(status).json({ error: { message, remedy, trace } })
      return
    }
    response.status(status).json({
      error: {
        message: 'На сервере хаба что-то сломалось. Это наша ошибка; введённое не потеряно.',
        remedy: 'Повторите; если не поможет, сообщите администратору номер.',
        trace,
      },
    })
  }
}
