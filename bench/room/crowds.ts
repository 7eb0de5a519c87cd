// Crowds as processes of their own, and the ten who write: who listens is not who measures, and neither shares a process with the channel.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { signTicket } from '#platform/channel/ticket'
import type { Stack } from '#server/stack'
import type { CrowdPlan, CrowdReport, FromCrowd, ToCrowd } from './protocol.ts'

const LINES_PER_SECOND = 10

export async function startCrowd(plan: CrowdPlan) {
  const child: ChildProcess = fork(new URL('crowd.ts', import.meta.url), { stdio: 'inherit' })
  const tell = (message: ToCrowd) => void child.send(message)
  const hear = async <K extends 'up' | 'report'>(key: K) => {
    for (;;) {
      const [message] = (await once(child, 'message')) as [FromCrowd]
      if (key in message) return (message as Record<string, unknown>)[key]
    }
  }
  tell({ do: 'start', plan })
  const up = (await hear('up')) as number
  return {
    up,
    reset: () => tell({ do: 'reset' }),
    quiet: () => tell({ do: 'quiet' }),
    async report(): Promise<CrowdReport> {
      const answer = hear('report')
      tell({ do: 'report' })
      return (await answer) as CrowdReport
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

/** The p-quantile of histograms of one place a millisecond. */
export function quantileOf(histograms: readonly (readonly number[])[], p: number): number {
  const total = histograms.reduce((sum, h) => sum + h.reduce((a, b) => a + b, 0), 0)
  let seen = 0
  for (let ms = 0; ms < (histograms[0]?.length ?? 0); ms++) {
    for (const h of histograms) seen += h[ms]!
    if (total > 0 && seen >= p * total) return ms
  }
  return Number.NaN
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Ten people who write in turn; every line says when. */
export async function writers(stack: Stack, port: number, roomId: string) {
  const sockets = await Promise.all(
    Array.from({ length: LINES_PER_SECOND }, async (_, n) => {
      const ticket = signTicket(stack.env.SECRET!, {
        v: 1,
        roomId,
        accountId: `usr_W${String(n).padStart(25, '0')}`,
        name: `写手${n}`,
        role: 'viewer',
        guest: false,
        source: 'feed',
        expiresAtMs: Date.now() + 600_000,
      })
      const ws = new WebSocket(`ws://127.0.0.1:${port}/rooms/${roomId}?ticket=${ticket}&since=0`)
      await once(ws, 'open')
      return ws
    }),
  )
  let written = 0
  const timer = setInterval(() => {
    const ws = sockets[written % sockets.length]!
    written += 1
    const text = `第${written}句，这件衣服还有别的颜色吗？@${Date.now()}`
    ws.send(JSON.stringify({ t: 'chat', id: String(written), text }))
  }, 1_000 / LINES_PER_SECOND)
  return {
    written: () => written,
    stop: () => clearInterval(timer),
    close: () => sockets.forEach((ws) => ws.terminate()),
  }
}
