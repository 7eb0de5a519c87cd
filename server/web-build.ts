// Builds the web apps when their sources changed since the last build; a second start finds nothing to do.
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './settings.ts'

const APPS = ['shopper', 'console'] as const
const STAMP = join(ROOT, 'dist/.sources')

/** True when something was built. */
export async function buildApps(): Promise<boolean> {
  const now = await hashSources()
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === now) return false
  for (const app of APPS) await build(app)
  await mkdir(join(ROOT, 'dist'), { recursive: true })
  await writeFile(STAMP, now)
  return true
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256')
  const files: string[] = []
  for await (const f of glob(
    ['apps/**/*', 'modules/*/contract.ts', 'modules/*/contract/*.ts', 'kernel/*.ts', 'package-lock.json'],
    { cwd: ROOT, withFileTypes: true },
  )) {
    if (f.isFile()) files.push(join(f.parentPath, f.name))
  }
  for (const file of files.sort()) hash.update(file.slice(ROOT.length)).update(await readFile(file))
  return hash.digest('hex')
}

function build(app: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(ROOT, 'node_modules/vite/bin/vite.js'),
        'build',
        '--config',
        '../vite.config.ts',
        '--logLevel',
        'warn',
      ],
      {
        cwd: join(ROOT, 'apps', app),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    child.stdout.on('data', (c: Buffer) => (output += c.toString()))
    child.stderr.on('data', (c: Buffer) => (output += c.toString()))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`Building apps/${app} failed:\n${output}`)),
    )
  })
}
