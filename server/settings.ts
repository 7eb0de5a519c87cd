// Command-line flags and the data folder's own secrets, as the environment that every process of one run shares.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const ROOT = resolve(import.meta.dirname, '..')

export type Settings = {
  port: number
  host: string
  dataDir: string
  role: 'all' | 'api' | 'worker'
  world: 'demo' | 'small' | 'large'
  databaseUrl: string | null
}

export class UsageError extends Error {
  override name = 'UsageError'
}

export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const { values } = parse(args)
  const port = Number(values.port ?? 4000)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`--port ${values.port}: a number from 1 to 65535 is needed`)
  return {
    port,
    host: values.host ?? '127.0.0.1',
    dataDir: resolve(values.data ?? join(ROOT, '.serendip')),
    role: oneOf('role', values.role ?? 'all', ['all', 'api', 'worker']),
    world: oneOf('world', values.world ?? 'demo', ['demo', 'small', 'large']),
    databaseUrl: env.DATABASE_URL || null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        role: { type: 'string' },
        world: { type: 'string' },
        yes: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(value)) return value as T
  throw new UsageError(`--${flag} ${value}: one of ${allowed.join(', ')} is needed`)
}

export type Secrets = { secret: string; paymentSecret: string }

/** Made once for a data folder and kept there, readable by its owner alone. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json')
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known) return JSON.parse(known) as Secrets
  await mkdir(dataDir, { recursive: true })
  const made: Secrets = {
    secret: randomBytes(32).toString('hex'),
    paymentSecret: randomBytes(32).toString('hex'),
  }
  await writeFile(file, JSON.stringify(made), { mode: 0o600 })
  return made
}
