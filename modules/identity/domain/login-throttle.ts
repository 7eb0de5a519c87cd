// How often a log-in may fail: five times in 15 minutes per e-mail and per address block. Why both: the first protects one
// account from many machines, the second all accounts from one machine.
import { MINUTE_MS } from '#kernel/clock'

export const MAX_FAILURES = 5
export const WINDOW_MS = 15 * MINUTE_MS

/** Seconds until the next attempt is let through; 0 when it may be made now. `failures` in any order. */
export function retryAfterSeconds(failures: readonly Date[], now: Date): number {
  const recent = failures
    .map((at) => at.getTime())
    .filter((at) => at > now.getTime() - WINDOW_MS)
    .sort((a, b) => b - a)
  const fifth = recent[MAX_FAILURES - 1]
  return fifth === undefined ? 0 : Math.max(1, Math.ceil((fifth + WINDOW_MS - now.getTime()) / 1000))
}

/** IPv4 as it is, IPv6 by its /64: one household owns all of it. */
export function addressBlock(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (v4 || !ip.includes(':')) return v4 ?? ip
  const [head = '', tail = ''] = ip.toLowerCase().split('%')[0]!.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = ip.includes('::')
    ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
    : []
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')
}
