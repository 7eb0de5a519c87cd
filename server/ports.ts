// Who holds a port, from the kernel's own tables, so that 'port busy' can name the process and the flag.
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'

export type Holder = { pid: number; command: string }

export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** The process listening on `port`, or null when it cannot be seen (another user's, or not Linux). */
export async function holderOf(port: number): Promise<Holder | null> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const f = line.trim().split(/\s+/)
      if (f[1]?.endsWith(`:${hex}`) && f[3] === '0A') inodes.add(`socket:[${f[9]}]`)
    }
  }
  if (inodes.size === 0) return null
  for (const pid of (await readdir('/proc').catch(() => [])).filter((n) => /^\d+$/.test(n))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      if (inodes.has(await readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''))) {
        const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
          .split('\0')
          .join(' ')
          .trim()
        return { pid: Number(pid), command }
      }
    }
  }
  return null
}

export const holderText = (holder: Holder | null) =>
  holder ? `process ${holder.pid} (${holder.command.slice(0, 120)})` : "another user's process"
