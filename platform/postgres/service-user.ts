// PostgreSQL refuses to run as root. When we are root, it runs as the owner of its folder, or `postgres`, or `nobody`;
// and where that user cannot pass the folders above (a checkout in a home of mode 700), it keeps the one capability that
// lets it through. An ordinary user just runs it.
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export type ServiceUser = {
  uid: number | null
  gid: number | null
  spawn(file: string, args: readonly string[]): ChildProcess
}

/** Its own process group (`detached`), so that a Ctrl-C in the terminal reaches only the supervisor, which stops it in order. */
const OPTIONS: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: '/' }

export async function serviceUser(dir: string, binary: string): Promise<ServiceUser> {
  if (process.getuid?.() !== 0)
    return { uid: null, gid: null, spawn: (file, args) => spawn(file, args, OPTIONS) }
  const owner = await stat(dir)
  const { uid, gid } = owner.uid !== 0 ? owner : await firstUser(['postgres', 'nobody'])
  const blocked = (await firstClosed(dir, uid, gid)) ?? (await firstClosed(binary, uid, gid))
  if (!blocked) return { uid, gid, spawn: (file, args) => spawn(file, args, { ...OPTIONS, uid, gid }) }
  if (spawnSync('setpriv', ['--version']).status !== 0) {
    throw new Error(
      `PostgreSQL may not run as root, and its user cannot pass ${blocked}. Run \`chmod o+x ${blocked}\`, or use an ordinary user, or set DATABASE_URL.`,
    )
  }
  const through = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ]
  return { uid, gid, spawn: (file, args) => spawn('setpriv', [...through, file, ...args], OPTIONS) }
}

async function firstUser(names: readonly string[]): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((l) => l.split(':'))
  for (const name of names) {
    const line = lines.find((l) => l[0] === name)
    if (line) return { uid: Number(line[2]), gid: Number(line[3]) }
  }
  return { uid: 65534, gid: 65534 }
}

/** The first folder above `path` that the user may not pass, or null. */
async function firstClosed(path: string, uid: number, gid: number): Promise<string | null> {
  for (let at = dirname(path); ; at = dirname(at)) {
    const s = await stat(at)
    const bit = s.uid === uid ? 0o100 : s.gid === gid ? 0o010 : 0o001
    if ((s.mode & bit) === 0) return at
    if (at === dirname(at)) return null
  }
}
