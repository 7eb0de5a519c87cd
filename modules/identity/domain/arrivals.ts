// How many new people one address may bring in an hour. Why: guests and accounts cost nothing to make, and whoever makes a
// million of them decides what everybody sees. An office behind one address is far below (docs/SETTINGS.md).
import { HOUR_MS } from '#kernel/clock'
import { addressBlock } from './login-throttle.ts'

export type ArrivalKind = 'guest' | 'signUp'

/** How many e-mails one person may add as members in an hour: each answer tells whether somebody has that e-mail. */
export const MEMBERS_PER_HOUR = 60

export const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)

export const secondsLeft = (now: Date): number =>
  Math.max(1, Math.ceil((hourOf(now).getTime() + HOUR_MS - now.getTime()) / 1000))

export const arrivalSubject = (kind: ArrivalKind, ip: string): string => `${kind}:${addressBlock(ip)}`

export const isLoopback = (ip: string): boolean => ip === '::1' || /^(::ffff:)?127\./i.test(ip)
