import { expect, test } from 'vitest'
import type { Bench } from '../bench.ts'
import { until } from '../until.ts'

/** When schedules fire. */
export function schedulesContract(makeBench: () => Promise<Bench>): void {
  test('a slot fires once, however many engines tick', async () => {
    const bench = await makeBench()
    const seen: unknown[] = []
    const second = () => Math.floor(Date.now() / 1000)
    const from = second()
    for (const engine of [bench.engine(), bench.engine(), bench.engine()]) {
      engine.register('pull', { concurrency: 5 }, async ({ data }) => void seen.push(data))
      await engine.schedule('pull-often', '* * * * * *', 'Europe/Moscow', 'pull', { from: 'cron' })
      await engine.start()
    }
    // All three have ticked for the first slot by the time the second one fires.
    await until(() => expect(seen.length).toBeGreaterThan(1))
    expect(seen.length).toBeLessThanOrEqual(second() - from)
    expect(seen).toContainEqual({ from: 'cron' })
  })

  test('a cron expression or zone that cannot be used is refused with its name', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    await expect(engine.schedule('odd', '61 * * * *', 'Europe/Moscow', 'pull', {})).rejects.toThrow(/odd.*61/)
    await expect(engine.schedule('odd', '* * * * *', 'Mars/Olympus', 'pull', {})).rejects.toThrow(/odd.*Mars/)
  })
}
