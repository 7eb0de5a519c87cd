// Off unless asked: the chaos harness starts the server with SERENDIP_CHAOS=1 and says over IPC `{killAt: n}`: the process
// then kills itself (SIGKILL, no goodbye) right before its n-th SQL statement or provider call from now. With n = 0 it only
// counts, and says `{count, what}` for each. SERENDIP_CHAOS_KILL_AT=n does the same from the start of the process.
export type KillSwitch = { beforeStatement: (text: string) => void; beforeRequest: (what: string) => void }

export function killSwitch(env: NodeJS.ProcessEnv): KillSwitch | null {
  let at = env.SERENDIP_CHAOS_KILL_AT === undefined ? null : Number(env.SERENDIP_CHAOS_KILL_AT)
  if (at === null && env.SERENDIP_CHAOS !== '1') return null
  let count = 0
  process.on('message', (message) => {
    const wanted = (message as { killAt?: number | null } | null)?.killAt
    if (wanted === undefined) return
    at = wanted
    count = 0
    process.send?.({ armed: at })
  })
  const step = (what: string) => {
    if (at === null) return
    count++
    if (at === 0) process.send?.({ count, what: what.slice(0, 200) })
    else if (count === at) process.kill(process.pid, 'SIGKILL')
  }
  return { beforeStatement: step, beforeRequest: step }
}
