// What the engine that carries the picture asks and tells: who may publish, and when a picture came, went, came back or stayed
// away. Told twice, or late by a publisher that another one replaced, it changes nothing.
import { isId } from '#kernel/ids'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { RecordedSegment } from '#platform/live-engine'
import { INTERRUPTED_LIMIT_MS, isOver } from '../domain/room-state.ts'
import { isKey } from './stream-key.ts'
import * as repository from '../repository/rooms.ts'
import { findSegments, insertSegment } from '../repository/segments.ts'
import type { RoomRow, SegmentRow } from '../repository/rows.ts'
import type { Rooms } from './rooms.ts'

/** A publisher whose beginning was not heard: it is there, and its name is not known. The watch also sees it go. */
const WATCHED_SESSION = 'watched'

/** A stream's name is its room's id. */
export function createStream({ clock }: Pick<Deps, 'clock'>, rooms: Rooms) {
  const locked = async (tx: Tx, stream: string): Promise<RoomRow | null> =>
    isId('rom', stream) ? ((await repository.findRoom(tx, stream, { lock: true })) ?? null) : null

  return {
    /** Null lets it in; otherwise the refusal's code. A stream that is not a room's is refused like a wrong key. */
    async mayPublish(tx: Tx, stream: string, key: string): Promise<'WRONG_KEY' | 'ROOM_ENDED' | null> {
      const room = isId('rom', stream) ? await repository.findRoom(tx, stream) : undefined
      if (!room || !isKey(key, room.key_hash)) return 'WRONG_KEY'
      return isOver(room.state) ? 'ROOM_ENDED' : null
    },

    async streamStarted(tx: Tx, p: { stream: string; session: string; atMs: number }): Promise<void> {
      const room = await locked(tx, p.stream)
      if (!room || isOver(room.state)) return
      await repository.updateRoom(tx, room.room_id, {
        stream_session: p.session,
        picture_at: new Date(p.atMs),
      })
      if (room.state === 'interrupted') await rooms.move(tx, room, 'resume', 'stream')
    },

    async streamInterrupted(tx: Tx, p: { stream: string; session: string }): Promise<void> {
      const room = await locked(tx, p.stream)
      if (!room || room.stream_session !== p.session) return
      await repository.updateRoom(tx, room.room_id, { stream_session: null })
      if (room.state === 'live') await rooms.move(tx, room, 'lose', 'stream')
    },

    async streamLost(tx: Tx, { stream }: { stream: string }): Promise<void> {
      const room = await locked(tx, stream)
      if (!room || isOver(room.state)) return
      if (room.stream_session !== null)
        await repository.updateRoom(tx, room.room_id, { stream_session: null })
      if (room.state === 'live') await rooms.move(tx, room, 'lose', 'stream')
    },

    /** Live by the log with a publisher, or interrupted: the watch asks the engine about them, a page at a time. */
    roomsToWatch: repository.listRoomsToWatch,

    /**
     * What the watch found out, against `seen`, the row it had read before it asked: whoever began or left since then has told
     * more than the watch knows, so then nothing is changed. True: the room was moved.
     */
    async streamWatched(tx: Tx, seen: RoomRow, hasPicture: boolean): Promise<boolean> {
      const room = await locked(tx, seen.room_id)
      if (!room || room.state !== seen.state || room.stream_session !== seen.stream_session) return false
      if (room.state !== (hasPicture ? 'interrupted' : 'live')) return false
      await repository.updateRoom(
        tx,
        room.room_id,
        hasPicture ? { stream_session: WATCHED_SESSION, picture_at: clock.now() } : { stream_session: null },
      )
      await rooms.move(tx, room, hasPicture ? 'resume' : 'lose', 'clock')
      return true
    },

    /** The new row; null when it was told before. @throws AppError NOT_FOUND for a stream that is no room's */
    async saveSegment(tx: Tx, s: RecordedSegment): Promise<SegmentRow | null> {
      const room = isId('rom', s.stream) ? await repository.findRoom(tx, s.stream) : undefined
      if (!room) throw new AppError('NOT_FOUND')
      return insertSegment(tx, {
        room_id: room.room_id,
        index: s.index,
        started_at: new Date(s.startedAtMs),
        duration_ms: Math.round(s.durationMs),
        file: s.file,
        init_file: s.initFile,
        bytes: BigInt(s.bytes),
        sha256: s.sha256,
        discontinuity: s.discontinuity,
      })
    },

    segmentsOf: findSegments,

    /** Rooms whose picture has been away for too long: the clock ends them. */
    roomsLost: async (tx: Tx, limit: number) =>
      (await repository.listRoomsLost(tx, new Date(clock.now().getTime() - INTERRUPTED_LIMIT_MS), limit)).map(
        (r) => r.room_id,
      ),
  }
}
