import { sqliteJobs } from '../../../src/jobs/sqlite/index.ts'
import { createLog } from '../../../src/log.ts'
import { openStore } from '../../../src/store/open.ts'

/** A process that takes jobs of `stuck`, says so and never finishes them, and does those of `tick` at every second. */
const [, , file = '', withSchedule] = process.argv
const store = await openStore(file)
const jobs = sqliteJobs({ db: store.db, log: createLog('error', process.stderr), pollMs: 20 })
jobs.register('stuck', {}, (job) => {
  console.log(`started ${job.id} ${job.attempt}`)
  return new Promise(() => undefined)
})
if (withSchedule) {
  jobs.register('tick', {}, async () => console.log('tick'))
  await jobs.schedule('every-second', '* * * * * *', 'Europe/Moscow', 'tick', {})
}
await jobs.start()
console.log('ready')
