// The room's log: what was told, numbered without a gap in the order of commit, and never changed afterwards (the database
// refuses). Channels wake on the notification and read `eventsAfter` their last number.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import { forEverybody, type NumberedEvent, type RoomEvent } from '#kernel/room-event'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { listEvents } from '../contract.ts'
import { findEventsAfter, findRoom, insertEvent, ROOM_CHANNEL } from '../repository/rooms.ts'

/** Who told it: an account's id, or which part of ours. */
export type Teller = `usr_${string}` | 'stream' | 'ticker' | 'clock' | 'system'

export function createLog({ db, clock }: Pick<Deps, 'db' | 'clock'>) {
  /** Holds the room's row until the commit. Returns its number. @throws AppError NOT_FOUND */
  async function appendEvent(
    tx: Tx,
    roomId: string,
    event: RoomEvent,
    actor: Teller = 'system',
  ): Promise<number> {
    const seq = await insertEvent(tx, { roomId, at: clock.now(), event, actor })
    if (seq === null) throw new AppError('NOT_FOUND')
    return seq
  }

  /** Oldest first. */
  async function eventsAfter(tx: Tx, roomId: string, seq: number, limit: number): Promise<NumberedEvent[]> {
    const rows = await findEventsAfter(tx, roomId, seq, limit)
    return rows.map((r) => ({ seq: Number(r.seq), at: r.at.toISOString(), event: r.event }))
  }

  return {
    appendEvent,
    eventsAfter,
    /** PostgreSQL's channel on which the ids of rooms arrive whose log has grown. */
    roomChannel: ROOM_CHANNEL,

    /** @throws AppError NOT_FOUND for a room nobody outside may see yet */
    listEvents: ({
      roomId,
      after,
      limit,
    }: InputOf<typeof listEvents>): Promise<OutputOf<typeof listEvents>> =>
      db.read(async (tx) => {
        const room = await findRoom(tx, roomId)
        if (!room || room.state === 'testing' || room.state === 'archived') throw new AppError('NOT_FOUND')
        const events = await eventsAfter(tx, roomId, after, limit)
        return { events: events.map(forEverybody), seq: Number(room.seq) }
      }),
  }
}
export type Log = ReturnType<typeof createLog>
