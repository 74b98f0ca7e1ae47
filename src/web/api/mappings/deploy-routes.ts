import { z } from 'zod'
import { BadInputError, ConfigError } from '../../../errors.ts'
import { deploy } from '../../../flows/mappings/deploy.ts'
import { startEffect, stopEffect } from '../../../flows/mappings/effect/run-effect.ts'
import { rewrite, rollback } from '../../../flows/mappings/rollback.ts'
import { RefusedError, type Route, route } from '../route.ts'
import {
  Deployed,
  DeployInput,
  Effect,
  EffectInput,
  EffectStarted,
  RewriteInput,
  Rewriting,
  RollbackInput,
  Version,
  Versions,
} from './deploy-contract.ts'
import { effectView, receiptsView, versionsView, versionView } from './deploy-view.ts'

const admin = ['admin'] as const
const ById = z.object({ id: z.coerce.number().int() })
const EffectId = z.object({ id: z.string().max(60) })
const Stopped = z.object({ message: z.string() })

/** Trying edited mappings, taking them into use, and going back. */
export const deployRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/mappings/effects',
    roles: admin,
    input: EffectInput,
    output: EffectStarted,
    run: async (hub, person, { files }) => ({ id: await told(startEffect(hub, files, person.login)) }),
  }),
  route({
    method: 'get',
    path: '/mappings/effects/:id',
    roles: admin,
    input: EffectId,
    output: Effect,
    run: (hub, _person, { id }) => effectView(hub, id),
  }),
  route({
    method: 'post',
    path: '/mappings/effects/:id/stop',
    roles: admin,
    input: EffectId,
    output: Stopped,
    run: async (hub, _person, { id }) => ({
      message: (await stopEffect(hub, id)) ? 'Проверка остановлена.' : 'Проверка уже закончилась.',
    }),
  }),
  route({
    method: 'post',
    path: '/mappings/deploy',
    roles: admin,
    input: DeployInput,
    output: Deployed,
    run: async (hub, person, input) => {
      const version = await told(deploy(hub, { ...input, author: person.login }))
      return { version, receipts: await receiptsView(hub) }
    },
  }),
  route({
    method: 'get',
    path: '/mappings/versions',
    roles: admin,
    input: z.object({ before: z.coerce.number().int().optional() }),
    output: Versions,
    run: (hub, _person, { before }) => versionsView(hub, before ?? null),
  }),
  route({
    method: 'get',
    path: '/mappings/versions/:id',
    roles: admin,
    input: ById,
    output: Version,
    run: (hub, _person, { id }) => versionView(hub, id),
  }),
  route({
    method: 'post',
    path: '/mappings/versions/:id/rollback',
    roles: admin,
    input: RollbackInput,
    output: Deployed,
    run: async (hub, person, { id, comment }) => {
      const version = await told(rollback(hub, { version: id, author: person.login, comment }))
      return { version, receipts: await receiptsView(hub) }
    },
  }),
  route({
    method: 'post',
    path: '/mappings/rewrite',
    roles: admin,
    input: RewriteInput,
    output: Rewriting,
    run: async (hub, person, { writes }) => ({
      replay: await told(rewrite(hub, writes, person.login)),
      message: 'Записи передаются в 1С заново. Ход виден на странице «Повтор».',
    }),
  }),
]

/** A refusal in words for the person, instead of «something broke». */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof BadInputError || error instanceof ConfigError)
      throw new RefusedError(error.message, { cause: error })
    throw error
  }
}
