// A ticket opens one room for one account, for a while. Signed, so that the channel needs neither sessions nor a database to read it.
import { CHAT_ROLES, TRAFFIC_SOURCES, type RoomTicket } from '#kernel/room-frames'
import { readSigned, signPayload } from '../signing.ts'

const PURPOSE = 'room-ticket'
/** Long enough for a phone in a tunnel to come back with it. */
export const TICKET_MS = 10 * 60_000

export const signTicket = (secret: string, ticket: RoomTicket): string => signPayload(secret, PURPOSE, ticket)

/** Null: not ours, or too old. */
export function readTicket(secret: string, text: string, nowMs: number): RoomTicket | null {
  const t = readSigned(secret, PURPOSE, text) as Partial<RoomTicket> | null
  if (!t || t.v !== 1 || typeof t.expiresAtMs !== 'number' || t.expiresAtMs <= nowMs) return null
  if (!CHAT_ROLES.includes(t.role!) || !TRAFFIC_SOURCES.includes(t.source!)) return null
  if (t.contentId !== undefined && typeof t.contentId !== 'string') return null
  return t as RoomTicket
}
