// The channel as a process of its own, measured from outside: its memory and time as the system counts them, its figures as it tells them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { freePort } from '#platform/postgres/embedded'
import { CHANNEL_ENV, CHANNEL_FLAGS } from '#server/channel-flags'
import { ROOT } from '#server/settings'
import type { Stack } from '#server/stack'

/** The channel's process, as it is started in earnest. */
export async function startChannel(stack: Stack) {
  const port = await freePort()
  const child = spawn(process.execPath, [...CHANNEL_FLAGS, 'server/channel.ts'], {
    cwd: ROOT,
    env: { ...stack.env, ...CHANNEL_ENV, CHANNEL_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => text.toString().includes('ready') && resolve())
    child.once('exit', (code) => reject(new Error(`the channel stopped: ${code}`)))
  })
  const peak = { rssMb: 0, queuedMb: 0 }
  const rss = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  }
  const figures = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    const lines = text.matchAll(/^serendip_channel_(\w+) ([\d.e+]+)$/gm)
    return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]))
  }
  const timer = setInterval(() => void rss().then((mb) => (peak.rssMb = Math.max(peak.rssMb, mb))), 500)
  const cpuMs = async () => {
    const stat = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
    return (Number(stat[11]) + Number(stat[12])) * 10
  }
  return {
    port,
    peak,
    rss,
    figures,
    cpuMs,
    async stop(): Promise<void> {
      clearInterval(timer)
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
export type Channel = Awaited<ReturnType<typeof startChannel>>
