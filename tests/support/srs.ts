// Finds and starts a real SRS with the configuration we publish (deploy/srs.conf), on ports of its own. Why by its version: Debian's
// `srs` is the Sender Rewriting Scheme.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Null: none here. Looks at SRS_PATH, then `srs` on the PATH. */
export const findSrs = (): string | null =>
  [process.env.SRS_PATH, 'srs'].find((path): path is string => {
    if (!path) return false
    const said = spawnSync(path, ['-v'], { timeout: 5000 })
    return said.status === 0 && /^[5-9]\.\d+\.\d+\s*$/.test(`${said.stdout}${said.stderr}`.trim())
  }) ?? null

export type RunningSrs = {
  rtmp: string
  api: string
  http: string
  recordings: string
  process: ChildProcess
  stop(): Promise<void>
}

/** @param ports RTMP, API, HTTP. */
export const startSrs = async (
  path: string,
  folder: string,
  hookUrl: string,
  [rtmp, api, http]: readonly [number, number, number],
): Promise<RunningSrs> => {
  const published = readFileSync(resolve(import.meta.dirname, '../../deploy/srs.conf'), 'utf8')
  const conf = published
    .replaceAll(/http:\/\/127\.0\.0\.1:4002\S*SECRET/g, hookUrl)
    .replace(/listen +1935;/, `listen 127.0.0.1:${rtmp};`)
    .replace('127.0.0.1:1985', `127.0.0.1:${api}`)
    .replace(/listen +8080;/, `listen 127.0.0.1:${http};`)
    .replace(/dvr_duration +10/, 'dvr_duration 2')
  await mkdir(join(folder, 'recordings'), { recursive: true })
  await writeFile(join(folder, 'srs.conf'), conf)
  const child = spawn(path, ['-c', 'srs.conf'], { cwd: folder, stdio: 'ignore' })
  const closed = new Promise<void>((go) => child.once('close', () => go()))
  const apiUrl = `http://127.0.0.1:${api}`
  for (let tries = 0; tries < 100 && !(await fetch(`${apiUrl}/api/v1/versions`).catch(() => null)); tries++)
    await wait(50)
  return {
    rtmp: `rtmp://127.0.0.1:${rtmp}/live`,
    api: apiUrl,
    http: `http://127.0.0.1:${http}`,
    recordings: join(folder, 'recordings'),
    process: child,
    async stop() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
