import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { peakMemory } from '../../peak-memory.ts'
import { bigMetadata } from './big-metadata.ts'

async function* chunks() {
  yield* bigMetadata(Number(process.argv[2]))
}

const { entityTypes } = await readMetadata(chunks())
process.stdout.write(JSON.stringify({ types: entityTypes.size, rssMb: peakMemory() }))
