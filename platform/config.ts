// All settings, read once from the environment and checked together. Why: a wrong setting stops the start with every
// mistake named, rather than one request at a time.
import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.string().startsWith('postgres'),
  PORT: z.coerce.number().int().min(1).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  /** Where people reach it; decides cookie security and links in payment pages. */
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string(),
  /** One-click log-ins and the movable clock. */
  DEMO: z.stringbool().default(false),
  /** Signs attribution tokens and cookies' CSRF checks. */
  SECRET: z.string().min(16),
  PAYMENT_SANDBOX_URL: z.url().optional(),
  PAYMENT_SANDBOX_SECRET: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type Config = {
  databaseUrl: string
  port: number
  host: string
  publicUrl: string
  dataDir: string
  demo: boolean
  secret: string
  paymentSandbox: { url: string; secret: string } | null
  logLevel: string
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** @throws ConfigError naming every wrong variable; main exits with 78. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = schema.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`)
    throw new ConfigError(`CONFIG_INSECURE or incomplete settings:\n${lines.join('\n')}`)
  }
  const e = parsed.data
  const production = env.NODE_ENV === 'production'
  if (production && (e.DEMO || e.SECRET.startsWith('demo-'))) {
    throw new ConfigError(
      'CONFIG_INSECURE: demo mode or the demo secret in production. Unset DEMO and set SECRET.',
    )
  }
  return {
    databaseUrl: e.DATABASE_URL,
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL ?? `http://localhost:${e.PORT}`,
    dataDir: e.DATA_DIR,
    demo: e.DEMO,
    secret: e.SECRET,
    paymentSandbox:
      e.PAYMENT_SANDBOX_URL && e.PAYMENT_SANDBOX_SECRET
        ? { url: e.PAYMENT_SANDBOX_URL, secret: e.PAYMENT_SANDBOX_SECRET }
        : null,
    logLevel: e.LOG_LEVEL,
  }
}
