import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { queueOfTurns } from '../../src/store/queue-of-turns.ts'

const ownTurn = queueOfTurns()

test('those who ask together go one in a turn, in their order, with what is done to its end in between', async () => {
  const seen: string[] = []
  let turn = 0
  let isOver = false
  const work = async (name: string) => {
    await ownTurn()
    const began = turn
    for (let step = 0; step < 20; step++) await null
    expect(turn).toBe(began)
    seen.push(name)
    return began
  }
  const clock = (async () => {
    while (!isOver) {
      await nextTurn()
      turn += 1
    }
  })()
  const turns = await Promise.all(['a', 'b', 'c'].map(work))
  isOver = true
  await clock
  expect(seen).toEqual(['a', 'b', 'c'])
  expect(new Set(turns).size).toBe(3)
})

test('one who asks while another has its turn comes after it', async () => {
  const seen: string[] = []
  await ownTurn()
  const later = ownTurn().then(() => seen.push('later'))
  seen.push('now')
  await later
  expect(seen).toEqual(['now', 'later'])
})
