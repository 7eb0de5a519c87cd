// What must be right before the doors open, and what should be. Pure: the room, its picture and its plan in, lines of a check list out.
import type { OutputOf } from '#kernel/contract'
import type { getRoomHealth } from '#modules/live/contract'
import { stockOf, type Room } from './room-patch.ts'

export type Health = OutputOf<typeof getRoomHealth>
/** `ok` · `warn`: better mended · `bad`: in the way · `waiting`: cannot be told yet */
export type CheckState = 'ok' | 'warn' | 'bad' | 'waiting'
export const CHECKS = [
  'picture',
  'sound',
  'keyFrames',
  'advice',
  'bag',
  'prices',
  'stock',
  'rundown',
  'moderators',
] as const
export type CheckId = (typeof CHECKS)[number]
/** `n`: the number its sentence speaks of. */
export type Check = { id: CheckId; state: CheckState; must: boolean; n: number }

/** Further apart, and a viewer who comes in waits for a picture. */
export const KEY_FRAME_MS = 2_500

export function checkRoom(p: {
  room: Room
  /** Undefined: not known. */
  health: Health | undefined
  rundownRows: number | undefined
  /** Others than the one who looks, who may moderate. */
  moderators: number | undefined
}): Check[] {
  const { room, health, rundownRows, moderators } = p
  const h = health?.health ?? null
  const arrives = h !== null && h.state === 'live'
  const picture = arrives && h.videoCodec !== null && h.fps > 0
  const soldOut = room.bag.filter((b) => stockOf(b).available === 0).length
  const unsold = room.bag.filter((b) => b.fromMinor === null).length
  const rest = (health?.advice ?? []).filter(
    (a) => !['noAudio', 'noVideo', 'keyFrameTooFar'].includes(a.code),
  )
  const check = (id: CheckId, state: CheckState, must: boolean, n = 0): Check => ({ id, state, must, n })
  return [
    check('picture', picture ? 'ok' : room.state === 'preview' ? 'waiting' : 'bad', true),
    check('sound', !arrives ? 'waiting' : h.audioCodec !== null && h.audioKbps > 0 ? 'ok' : 'bad', true),
    check(
      'keyFrames',
      h?.keyFrameEveryMs == null ? 'waiting' : h.keyFrameEveryMs <= KEY_FRAME_MS ? 'ok' : 'warn',
      false,
      Math.round((h?.keyFrameEveryMs ?? 0) / 100) / 10,
    ),
    check('advice', !arrives ? 'waiting' : rest.length > 0 ? 'warn' : 'ok', false, rest.length),
    check('bag', room.bag.length > 0 ? 'ok' : 'bad', true, room.bag.length),
    check('prices', room.bag.length === 0 ? 'waiting' : unsold > 0 ? 'warn' : 'ok', false, unsold),
    check('stock', room.bag.length === 0 ? 'waiting' : soldOut > 0 ? 'warn' : 'ok', false, soldOut),
    check(
      'rundown',
      rundownRows === undefined ? 'waiting' : rundownRows > 0 ? 'ok' : 'warn',
      false,
      rundownRows ?? 0,
    ),
    check(
      'moderators',
      moderators === undefined ? 'waiting' : moderators > 0 ? 'ok' : 'warn',
      false,
      moderators ?? 0,
    ),
  ]
}

export const mayGoLive = (checks: readonly Check[]): boolean =>
  checks.every((c) => !c.must || c.state === 'ok')
