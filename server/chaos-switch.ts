// Off unless asked: the chaos harness sets SERENDIP_CHAOS_KILL_AT=n, and the process kills itself (SIGKILL, no goodbye)
// right before its n-th SQL statement or provider call after the switch is armed by a statement that matches
// SERENDIP_CHAOS_ARM. SERENDIP_CHAOS_COUNT=1 only counts, printing the total on exit.
export type KillSwitch = { beforeStatement: (text: string) => void; beforeRequest: (what: string) => void }

export function killSwitch(env: NodeJS.ProcessEnv): KillSwitch | null {
  const at = Number(env.SERENDIP_CHAOS_KILL_AT ?? 0)
  const counting = env.SERENDIP_CHAOS_COUNT === '1'
  if (!at && !counting) return null
  const arm = env.SERENDIP_CHAOS_ARM
  let armed = arm === undefined
  let count = 0
  const step = (what: string) => {
    if (!armed) {
      if (!what.includes(arm!)) return
      armed = true
    }
    count++
    if (counting) process.send?.({ chaos: count, what: what.slice(0, 200) })
    if (count === at) process.kill(process.pid, 'SIGKILL')
  }
  return { beforeStatement: step, beforeRequest: step }
}
