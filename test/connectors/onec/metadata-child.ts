import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { bigMetadata } from './big-metadata.ts'

async function* chunks() {
  yield* bigMetadata(Number(process.argv[2]))
}

const started = performance.now()
const { entityTypes } = await readMetadata(chunks())
const ms = Math.round(performance.now() - started)
process.stdout.write(JSON.stringify({ types: entityTypes.size, ms, rssMb: process.resourceUsage().maxRSS / 1024 }))
