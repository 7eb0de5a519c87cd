// Structured logs (pino) with personal data redacted by path. Why here: one redaction list, not one per caller.
import { pino } from 'pino'

export type Logger = {
  debug(data: object, message: string): void
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

export const createLogger = (level: string): Logger =>
  pino({
    level,
    redact: {
      paths: ['password', 'token', '*.password', '*.token', 'phone', 'address', '*.phone', '*.address'],
      censor: '[redacted]',
    },
    timestamp: pino.stdTimeFunctions.isoTime,
  })

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
