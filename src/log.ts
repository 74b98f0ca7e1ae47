import winston from 'winston'
import { isSecretKey, masked } from './model/mask.ts'

/** Structured log of the hub; every line may carry the trace it belongs to. Personal data is masked on the way out. */
export type Log = winston.Logger

const mask = winston.format((info) => {
  for (const key of Object.keys(info)) {
    if (key !== 'level' && key !== 'timestamp') info[key] = isSecretKey(key) ? '***' : masked(info[key])
  }
  return info
})

const line = winston.format.printf(({ timestamp, level, message, ...rest }) => {
  const facts = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
  return `${timestamp} ${level} ${message}${facts}`
})

export function createLog(level: string, stream?: NodeJS.WritableStream): Log {
  const format = winston.format.combine(winston.format.timestamp(), mask(), line)
  const transport = stream
    ? new winston.transports.Stream({ stream })
    : new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })
  return winston.createLogger({ level, format, transports: [transport] })
}
