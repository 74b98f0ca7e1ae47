import { startTwin } from './app.ts'
import { readOptions } from './options.ts'

const twin = await startTwin(readOptions(process.env)).catch((error: unknown) => {
  console.error(`Twin: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
console.log(
  `Twin: ${twin.address} (SMTP ${twin.smtpPort}), infobase ${twin.address}/${twin.infobase.name} exchange/exchange`,
)

let stopping = false
// A parent that is gone leaves nobody to stop us, so its channel's end is a stop too.
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, stop)
process.send?.({ ready: true, address: twin.address, smtpPort: twin.smtpPort })

async function stop() {
  if (stopping) return
  stopping = true
  await twin.close()
  if (process.connected) process.disconnect()
}
