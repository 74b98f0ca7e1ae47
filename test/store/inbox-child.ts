import { sqliteJobs } from '../../src/jobs/sqlite/index.ts'
import { createLog } from '../../src/log.ts'
import { createInbox } from '../../src/store/inbox.ts'
import { openStore } from '../../src/store/open.ts'

/** Takes in facts without end, several at a time, and prints the key of each one only after it may be acknowledged. */
const [, , file = ''] = process.argv
const store = await openStore(file)
const jobs = sqliteJobs({ db: store.db, log: createLog('error', process.stderr) })
const inbox = createInbox({ db: store.db, jobs })

async function sender(name: number): Promise<void> {
  for (let n = 0; ; n++) {
    const key = `${name}-${n}`
    await inbox.put({
      source: 'test',
      key,
      contentType: 'text/plain',
      headers: {},
      body: key,
      job: { queue: 'handle', data: {} },
    })
    console.log(key)
  }
}
await Promise.all(Array.from({ length: 8 }, (_, name) => sender(name)))
