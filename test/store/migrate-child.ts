import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'

/** Opens and migrates the file as a starting hub does, and prints how many migrations it applied itself. */
const [, , file = ''] = process.argv
const store = await openStore(file)
const applied = await migrate(store.db)
console.log(applied.length)
await store.close()
