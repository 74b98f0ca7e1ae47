import { z } from 'zod'
import { deploy } from '../../../flows/mappings/deploy.ts'
import { startEffect, stopEffect } from '../../../flows/mappings/effect/run-effect.ts'
import { rewrite, rollback } from '../../../flows/mappings/rollback.ts'
import { access } from '../../auth/access.ts'
import { type Route, route, told } from '../route.ts'
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

const ById = z.object({ id: z.coerce.number().int() })
const EffectId = z.object({ id: z.string().max(60) })
const Stopped = z.object({ message: z.string() })

/** Trying edited mappings, taking them into use, and going back. */
export const deployRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/mappings/effects',
    roles: access.mappings,
    input: EffectInput,
    output: EffectStarted,
    run: async (hub, person, { files }) => ({ id: await told(startEffect(hub, files, person.login)) }),
  }),
  route({
    method: 'get',
    path: '/mappings/effects/:id',
    roles: access.mappings,
    input: EffectId,
    output: Effect,
    run: (hub, _person, { id }) => effectView(hub, id),
  }),
  route({
    method: 'post',
    path: '/mappings/effects/:id/stop',
    roles: access.mappings,
    input: EffectId,
    output: Stopped,
    run: async (hub, _person, { id }) => ({
      message: (await stopEffect(hub, id)) ? 'Проверка остановлена.' : 'Проверка уже закончилась.',
    }),
  }),
  route({
    method: 'post',
    path: '/mappings/deploy',
    roles: access.mappings,
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
    roles: access.mappings,
    input: z.object({ before: z.coerce.number().int().optional() }),
    output: Versions,
    run: (hub, _person, { before }) => versionsView(hub, before ?? null),
  }),
  route({
    method: 'get',
    path: '/mappings/versions/:id',
    roles: access.mappings,
    input: ById,
    output: Version,
    run: (hub, _person, { id }) => versionView(hub, id),
  }),
  route({
    method: 'post',
    path: '/mappings/versions/:id/rollback',
    roles: access.mappings,
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
    roles: access.mappings,
    input: RewriteInput,
    output: Rewriting,
    run: async (hub, person, { writes }) => ({
      replay: await told(rewrite(hub, writes, person.login)),
      message: 'Записи передаются в 1С заново. Ход виден на странице «Повтор».',
    }),
  }),
]
