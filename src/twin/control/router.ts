import express, { Router } from 'express'
import type { z } from 'zod'
import { FaultsPatch, listFaults, patchFaults } from './faults.ts'
import { readRequests } from './requests.ts'
import { scenes } from './scenes/index.ts'
import { SceneImpossibleError, SceneSettings } from './scenes/scene.ts'
import { readState } from './state.ts'
import type { World } from './world.ts'

/** The levers of the fake world: its state, its faults, its scenes and what the infobase was asked. */
export function controlRouter(world: World): Router {
  const router = Router()
  router.use(express.json())

  let revision = 0
  world.infobase.on('change', () => {
    revision += 1
  })

  router.get('/state', (_, response) => {
    response.json(readState(world, revision))
  })
  router.get('/requests', (_, response) => {
    response.json(readRequests(world.infobase))
  })

  router.get('/faults', (_, response) => {
    response.json(listFaults(world))
  })
  router.patch('/faults', (request, response) => {
    const patch = FaultsPatch.safeParse(request.body)
    if (!patch.success) {
      response.status(400).json({ error: `Переключатели не изменены: ${explain(patch.error)}` })
      return
    }
    patchFaults(world, patch.data)
    response.json(listFaults(world))
  })

  router.get('/scenes', (_, response) => {
    response.json(scenes.map(({ name, title, group }) => ({ name, title, group })))
  })
  router.post('/scenes/:name', async (request, response) => {
    const scene = scenes.find(({ name }) => name === request.params.name)
    if (!scene) {
      const known = scenes.map(({ name }) => name)
      response.status(404).json({ error: `Сцены ${request.params.name} нет; есть: ${known.join(', ')}`, known })
      return
    }
    const settings = SceneSettings.safeParse(request.body ?? {})
    if (!settings.success) {
      response.status(400).json({ error: `Сцена не сыграна: ${explain(settings.error)}` })
      return
    }
    try {
      response.json({ scene: scene.name, title: scene.title, ...(await scene.play(world, settings.data)) })
    } catch (error) {
      if (!(error instanceof SceneImpossibleError)) throw error
      response.status(409).json({ error: error.message })
    }
  })

  router.use((request, response) => {
    response.status(404).json({
      error: `${request.method} ${request.originalUrl} нет; есть: GET state, requests, faults, scenes; PATCH faults; POST scenes/{имя}`,
    })
  })
  return router
}

function explain(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
}
