import { z } from 'zod'
import { type Attention, Me, SavedNote } from '../../api/contract.ts'
import { ask } from './ask.ts'

/** An accepted command may answer with nothing or with a sentence for the person. */
const Accepted = z.union([z.object({ message: z.string().optional() }), z.null()])
export type Accepted = z.infer<typeof Accepted>

export const logIn = (credentials: { login: string; password: string }) => ask('/api/login', Me, { post: credentials })

export const logOut = () => ask('/api/logout', Accepted, { post: {} })

export const checkDebts = () => ask('/api/debts/check', Accepted, { post: {} })

export const pullAll = () => ask('/api/pull', Accepted, { post: {} })

export const startVerify = ({ heal }: { heal: boolean }) => ask('/api/verify', Accepted, { post: { heal } })

export const healGap = (id: number) => ask(`/api/verify/gaps/${id}/heal`, Accepted, { post: {} })

export const settleAttention = ({ id, action }: { id: string; action: NonNullable<Attention['action']>['name'] }) =>
  ask(`/api/attention/${encodeURIComponent(id)}/${action}`, Accepted, { post: {} })

export const saveNote = ({ id, ...wish }: { id: string; text: string; seen: number; over: string | null }) =>
  ask(`/api/calls/${encodeURIComponent(id)}/note`, SavedNote, { post: wish })
