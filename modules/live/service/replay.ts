// What can be watched again of a room: its pieces since the doors opened, and its log placed on them. The test before is not shown.
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import { playlistOf } from '../domain/playlist.ts'
import { lengthOf, placeInReplay, piecesBetween, type Piece } from '../domain/replay-timeline.ts'
import { isOver } from '../domain/room-state.ts'
import { findEventsAfter, findRoom } from '../repository/rooms.ts'
import type { RoomRow, SegmentRow } from '../repository/rows.ts'
import { findSegments } from '../repository/segments.ts'
import type { ReplayMoment } from '../contract.ts'

/** Told on the timeline; the rest (each unit of stock, who was muted) is evidence, not a story. */
const TOLD = new Set(['state', 'explain', 'price', 'sale', 'coupon', 'luckyBag', 'announcement', 'coHost'])
const MAX_EVENTS = 10_000

export type Replay = {
  room: RoomRow
  pieces: (SegmentRow & Piece)[]
  durationMs: number
  timeline: ReplayMoment[]
}

export function createReplay() {
  /** Null: no such room, or it is not over, or it never opened. */
  async function piecesOf(
    tx: Tx,
    roomId: Id<'rom'>,
  ): Promise<{ room: RoomRow; pieces: (SegmentRow & Piece)[] } | null> {
    const room = await findRoom(tx, roomId)
    if (!room || !isOver(room.state) || !room.started_at || !room.ended_at) return null
    const [from, to] = [room.started_at.getTime(), room.ended_at.getTime()]
    const pieces = (await findSegments(tx, roomId))
      .map((s) => ({ ...s, startedAtMs: s.started_at.getTime(), durationMs: s.duration_ms }))
      .filter((s) => !s.expired_at && s.startedAtMs + s.durationMs > from && s.startedAtMs < to)
    return { room, pieces }
  }

  return {
    async replayOf(tx: Tx, roomId: Id<'rom'>): Promise<Replay | null> {
      const found = await piecesOf(tx, roomId)
      if (!found) return null
      const events = await findEventsAfter(tx, roomId, 0, MAX_EVENTS)
      const openedAtMs = found.room.started_at!.getTime()
      const timeline = events
        .filter((e) => TOLD.has(e.event.kind) && e.at.getTime() >= openedAtMs)
        .map((e) => ({
          atMs: placeInReplay(found.pieces, e.at.getTime()),
          at: e.at.toISOString(),
          event: e.event,
        }))
      return { ...found, durationMs: lengthOf(found.pieces), timeline }
    },

    /** The HLS playlist of a room that is over; null when there is none. */
    async playlistOfRoom(tx: Tx, roomId: Id<'rom'>): Promise<string | null> {
      const found = await piecesOf(tx, roomId)
      if (!found || found.pieces.length === 0) return null
      return playlistOf(
        found.pieces.map((p) => ({
          name: nameIn(p.file),
          initName: nameIn(p.init_file),
          startedAt: p.started_at,
          durationMs: p.duration_ms,
          discontinuity: p.discontinuity,
        })),
      )
    },

    /** The recorded files that hold [fromMs, toMs) of the replay, and how far into the first of them it begins. */
    async footage(tx: Tx, roomId: Id<'rom'>, fromMs: number, toMs: number) {
      const found = await piecesOf(tx, roomId)
      return (
        found && {
          room: found.room,
          lengthMs: lengthOf(found.pieces),
          ...piecesBetween(found.pieces, fromMs, toMs),
        }
      )
    },
  }
}

const nameIn = (file: string): string => file.slice(file.lastIndexOf('/') + 1)
