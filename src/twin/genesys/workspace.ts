import { agents, type CallFacts, newCallUuid, newConnId, type UserDatum } from './facts.ts'
import type { Report } from './report.ts'

type State = 'Dialing' | 'Ringing' | 'Established' | 'Held' | 'Released' | 'Completed'

/** The course of a call at the agents' desks. */
export const courses = ['answered', 'missed', 'transfer'] as const
export type Course = (typeof courses)[number]

/** What one report changes against the one before it on the same leg. */
interface Step {
  title: string
  state: State
  notification?: 'CallRecordingStateChange' | 'AttachedDataChanged' | 'ParticipantsUpdated'
  recording?: 'Recording' | 'Stopped'
  attach?: UserDatum
}

/** The call as one agent's desk sees it. */
interface Leg {
  call: CallFacts
  agent: string
  callType: 'Inbound' | 'Consult'
  parentConnId?: string
  previousConnId?: string
}

const talk: Step[] = [
  { title: 'Звонит', state: 'Ringing' },
  { title: 'Снята трубка', state: 'Established' },
  { title: 'Запись пошла', state: 'Established', notification: 'CallRecordingStateChange', recording: 'Recording' },
  {
    title: 'Оператор отметил результат',
    state: 'Established',
    notification: 'AttachedDataChanged',
    attach: { key: 'CallResult', type: 'str', value: 'Консультация' },
  },
  { title: 'Удержание', state: 'Held' },
  { title: 'Снова на линии', state: 'Established' },
]
const ending: Step[] = [
  { title: 'Разговор окончен', state: 'Released', recording: 'Stopped' },
  { title: 'Звонок завершён', state: 'Completed' },
]
const unanswered: Step[] = [
  { title: 'Звонит', state: 'Ringing' },
  { title: 'Никто не ответил', state: 'Released' },
  { title: 'Звонок завершён', state: 'Completed' },
]

/** Every CallStateChanged of a call in the order it happens (telephony A2, engage-workspace-sequence-inbound). */
export function workspaceReports(call: CallFacts, course: Course): Report[] {
  const desk: Leg = { call, agent: agents.first, callType: 'Inbound' }
  if (course === 'missed') return reportLeg(desk, unanswered)
  if (course === 'answered') return reportLeg(desk, [...talk, ...ending])
  return reportTransfer(desk)
}

/**
 * A two-step transfer. The first agent holds the customer and opens a consult call, which has a ConnID and a CallUUID
 * of its own and names the customer's leg as its parent; on completion the second agent's leg takes the customer's
 * identifiers and keeps the consult's as `previousConnId`.
 */
function reportTransfer(desk: Leg): Report[] {
  const consult: CallFacts = {
    ...desk.call,
    callUuid: newCallUuid(),
    connId: newConnId(),
    ani: agents.first,
    dnis: agents.second,
  }
  const parent = { callType: 'Consult', parentConnId: desk.call.connId } as const
  const caller: Leg = { ...parent, call: consult, agent: agents.first }
  const target: Leg = { ...parent, call: consult, agent: agents.second }
  const taken: Leg = { call: desk.call, agent: agents.second, callType: 'Inbound', previousConnId: consult.connId }
  return [
    ...reportLeg(desk, [...talk.slice(0, 3), { title: 'Клиент на удержании', state: 'Held' }]),
    ...reportLeg(caller, [{ title: 'Звонок коллеге', state: 'Dialing' }]),
    ...reportLeg(target, [
      { title: 'У коллеги звонит', state: 'Ringing' },
      { title: 'Коллега ответил', state: 'Established' },
    ]),
    ...reportLeg(caller, [{ title: 'Консультация окончена', state: 'Released' }]),
    ...reportLeg(desk, [{ title: 'Первый оператор отключился', state: 'Released', recording: 'Stopped' }]),
    ...reportLeg(taken, [
      { title: 'Клиент у коллеги', state: 'Established', notification: 'ParticipantsUpdated', recording: 'Recording' },
      ...ending,
    ]),
  ]
}

function reportLeg(leg: Leg, steps: Step[]): Report[] {
  let recording: Step['recording']
  let userData = leg.call.userData
  return steps.map((step) => {
    recording = step.recording ?? recording
    if (step.attach) userData = [...userData, step.attach]
    return report(leg, step, userData, recording)
  })
}

function report(leg: Leg, step: Step, userData: UserDatum[], recording: Step['recording']): Report {
  const { call, agent, callType, parentConnId, previousConnId } = leg
  return {
    title: step.title,
    method: 'POST',
    json: {
      channel: '/workspace/v3/voice',
      data: {
        messageType: 'CallStateChanged',
        notificationType: step.notification ?? 'StateChange',
        call: {
          id: call.connId,
          connId: call.connId,
          callUuid: call.callUuid,
          ...(parentConnId && { parentConnId }),
          ...(previousConnId && { previousConnId }),
          phoneNumber: agent,
          callType,
          state: step.state,
          ani: call.ani,
          dnis: call.dnis,
          capabilities: capabilities[step.state],
          participants: call.ani === '' ? [] : [{ number: call.ani, role: 'RoleOrigination' }],
          userData,
          extensions: [],
          ...(recording && { recordingState: recording }),
        },
      },
    },
  }
}

const attach = ['attach-user-data', 'update-user-data', 'delete-user-data-pair']
const pass = ['send-dtmf', 'initiate-conference', 'initiate-transfer', 'single-step-conference', 'single-step-transfer']

const capabilities: Record<State, string[]> = {
  Dialing: ['release', 'clear', ...attach],
  Ringing: ['answer', 'clear', 'redirect', ...attach, 'start-recording'],
  Established: ['release', 'hold', 'clear', ...attach, ...pass, 'start-recording'],
  Held: ['release', 'clear', ...attach, ...pass, 'start-recording', 'retrieve'],
  Released: ['complete', ...attach, 'start-recording'],
  Completed: ['complete', ...attach, 'start-recording'],
}
