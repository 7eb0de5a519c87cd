// A room's own life: made, edited, its key changed, tested, live, ended, put away. Each step locks the row, asks the state
// table, and tells the log; what concerns goods or money is elsewhere.
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import type { createRoom, editRoom, getRoomSign, listRooms, startTest, stopTest } from '../contract.ts'
import { isOnAir, isOver, nextRoomState, type RoomAction } from '../domain/room-state.ts'
import { hashOfKey, makeStreamKey } from './stream-key.ts'
import * as repository from '../repository/rooms.ts'
import type { RoomRow } from '../repository/rows.ts'
import type { Log, Teller } from './log.ts'
import { toDeskRoom } from './views.ts'

type DeskRoom = OutputOf<typeof editRoom>
type Moved = { room: RoomRow; changed: boolean }

/** Hosts are late: a planned room stays in the calendar for so long. */
const LATE_MS = 2 * 3_600_000

export function createRooms({ db, clock, ids, random }: Deps, { appendEvent }: Log) {
  async function lockRoom(tx: Tx, roomId: string, creatorId?: string): Promise<RoomRow> {
    const room = await repository.findRoom(tx, roomId, { lock: true, ...(creatorId ? { creatorId } : {}) })
    if (!room) throw new AppError('NOT_FOUND')
    return room
  }

  /** The room as it is, or NOT_FOUND. */
  async function roomOf(tx: Tx, roomId: string, creatorId?: string): Promise<RoomRow> {
    const room = await repository.findRoom(tx, roomId, creatorId ? { creatorId } : {})
    if (!room) throw new AppError('NOT_FOUND')
    return room
  }

  const columnsOf = (action: RoomAction, by: Teller): repository.RoomChanges => {
    const now = clock.now()
    if (action === 'goLive') return { started_at: now, interrupted_at: null }
    if (action === 'lose') return { interrupted_at: now }
    if (action === 'resume') return { interrupted_at: null }
    if (action === 'archive') return { ended_at: now }
    return action === 'end'
      ? { ended_at: now, end_reason: by === 'clock' ? 'lost' : by.startsWith('usr_') ? 'host' : 'platform' }
      : {}
  }

  /** Moves a locked room. @throws AppError STATE_CONFLICT {state} · ROOM_RUNNING */
  async function move(tx: Tx, room: RoomRow, action: RoomAction, by: Teller): Promise<RoomRow> {
    const state = nextRoomState(room.state, action)
    if (!state) throw new AppError('STATE_CONFLICT', { state: room.state })
    const columns = columnsOf(action, by)
    if (action === 'archive' && room.ended_at) delete columns.ended_at
    await repository.updateRoom(tx, room.room_id, { state, ...columns }).catch((error: unknown) => {
      if (sqlState(error) === '23505') throw new AppError('ROOM_RUNNING')
      throw error
    })
    await appendEvent(tx, room.room_id, { kind: 'state', state }, by)
    return roomOf(tx, room.room_id)
  }

  const step = (action: RoomAction) => (input: { creatorId: string; roomId: string }, ctx: Ctx) =>
    db.transaction(async (tx): Promise<DeskRoom> => {
      const room = await lockRoom(tx, input.roomId, input.creatorId)
      return toDeskRoom(await move(tx, room, action, personOf(ctx)))
    })

  return {
    lockRoom,
    roomOf,

    /** A room that can still be filled and priced: not over. Holds its row. @throws AppError NOT_FOUND · STATE_CONFLICT */
    async lockOpenRoom(tx: Tx, roomId: string, creatorId: string): Promise<RoomRow> {
      const room = await lockRoom(tx, roomId, creatorId)
      if (isOver(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
      return room
    },

    async createRoom(
      tx: Tx,
      input: InputOf<typeof createRoom>,
      of?: { programmeId: Id<'prg'>; day: string },
    ): Promise<{ room: DeskRoom; key: string }> {
      const key = makeStreamKey(random)
      const now = clock.now()
      const roomId = ids.next('rom')
      await repository.insertRoom(tx, {
        room_id: roomId,
        creator_id: input.creatorId,
        title: input.title,
        cover_url: input.coverUrl,
        planned_at: input.plannedAt === null ? null : new Date(input.plannedAt),
        orientation: input.orientation,
        state: 'preview',
        key_hash: hashOfKey(key),
        key_made_at: now,
        stream_session: null,
        picture_at: null,
        content_id: null,
        programme_id: of?.programmeId ?? null,
        programme_day: of?.day ?? null,
        announcement: null,
        created_at: now,
        started_at: null,
        interrupted_at: null,
        ended_at: null,
        end_reason: null,
      })
      return { room: toDeskRoom(await roomOf(tx, roomId)), key }
    },

    /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT */
    async editRoom(tx: Tx, input: InputOf<typeof editRoom>, ifMatch: string | null): Promise<DeskRoom> {
      const room = await lockRoom(tx, input.roomId, input.creatorId)
      if (isOver(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
      if (ifMatch !== null && ifMatch !== String(room.version))
        throw new AppError('STALE', { version: room.version })
      const { title, coverUrl, plannedAt, orientation } = input
      return toDeskRoom(
        await repository.updateRoom(tx, room.room_id, {
          ...(title ? { title: JSON.stringify(title) } : {}),
          ...(coverUrl === undefined ? {} : { cover_url: coverUrl }),
          ...(plannedAt === undefined ? {} : { planned_at: plannedAt === null ? null : new Date(plannedAt) }),
          ...(orientation ? { orientation } : {}),
        }),
      )
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT */
    async rotateKey(
      tx: Tx,
      { creatorId, roomId }: { creatorId: string; roomId: string },
    ): Promise<{ room: DeskRoom; key: string }> {
      const room = await lockRoom(tx, roomId, creatorId)
      if (isOver(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
      const key = makeStreamKey(random)
      const changed = await repository.updateRoom(tx, room.room_id, {
        key_hash: hashOfKey(key),
        key_made_at: clock.now(),
      })
      return { room: toDeskRoom(changed), key }
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · STREAM_MISSING */
    async goLive(tx: Tx, roomId: string, creatorId: string, by: Teller): Promise<RoomRow> {
      const room = await lockRoom(tx, roomId, creatorId)
      const waits = room.state === 'preview' || room.state === 'testing'
      if (waits && room.stream_session === null) throw new AppError('STREAM_MISSING')
      // A picture that arrives before anybody pressed 'test' is a test all the same.
      const tested = room.state === 'preview' ? await move(tx, room, 'test', by) : room
      return move(tx, tested, 'goLive', by)
    },

    /** Twice is the same as once: `changed` says which it was. @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    async endRoom(tx: Tx, roomId: string, by: Teller, creatorId?: string): Promise<Moved> {
      const room = await lockRoom(tx, roomId, creatorId)
      if (isOver(room.state)) return { room, changed: false }
      return { room: await move(tx, room, 'end', by), changed: true }
    },

    /** The room's content in the feed. */
    setContent: (tx: Tx, roomId: Id<'rom'>, contentId: Id<'cnt'> | null) =>
      repository.updateRoom(tx, roomId, { content_id: contentId }),

    move,
    startTest: (input: InputOf<typeof startTest>, ctx: Ctx) => step('test')(input, ctx),
    stopTest: (input: InputOf<typeof stopTest>, ctx: Ctx) => step('stopTest')(input, ctx),

    getRoomSign: ({ roomId }: InputOf<typeof getRoomSign>): Promise<OutputOf<typeof getRoomSign>> =>
      db.read(async (tx) => {
        const room = await roomOf(tx, roomId)
        if (room.state === 'archived') throw new AppError('NOT_FOUND')
        return {
          roomId: room.room_id,
          title: room.title,
          state: room.state === 'testing' ? 'preview' : room.state,
          plannedAt: room.planned_at?.toISOString() ?? null,
        }
      }),

    listRooms: ({ creatorId, state, cursor, limit }: InputOf<typeof listRooms>) =>
      db.read(async (tx): Promise<OutputOf<typeof listRooms>> => {
        const key = cursor === undefined ? null : decodeCursor(cursor, 1)
        if (cursor !== undefined && !key) throw new AppError('CURSOR_INVALID')
        const rows = await repository.listRoomsOf(tx, creatorId, {
          state,
          before: key?.[0] ?? null,
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        return {
          items: page.map(toDeskRoom),
          nextCursor: rows.length > limit ? encodeCursor([page.at(-1)!.room_id]) : null,
        }
      }),

    /** The latest started first; of one creator when named. */
    roomsOnAir: (tx: Tx, cursor: string | undefined, limit: number, creatorId: string | null = null) =>
      pageBy(
        cursor,
        limit,
        (after, n) => repository.listRoomsOnAir(tx, after, n, creatorId),
        (r) => r.started_at!,
      ),

    /** The next first; of one creator when named. */
    roomsPlanned: (tx: Tx, cursor: string | undefined, limit: number, creatorId: string | null = null) =>
      pageBy(
        cursor,
        limit,
        (after, n) =>
          repository.listRoomsPlanned(tx, new Date(clock.now().getTime() - LATE_MS), after, n, creatorId),
        (r) => r.planned_at!,
      ),

    isOnAir,
  }
}
export type Rooms = ReturnType<typeof createRooms>

async function pageBy(
  cursor: string | undefined,
  limit: number,
  read: (after: { at: string; roomId: string } | null, n: number) => Promise<RoomRow[]>,
  at: (room: RoomRow) => Date,
): Promise<{ rooms: RoomRow[]; nextCursor: string | null }> {
  const key = cursor === undefined ? null : decodeCursor(cursor, 2)
  if (cursor !== undefined && (!key || Number.isNaN(Date.parse(key[0]!))))
    throw new AppError('CURSOR_INVALID')
  const rows = await read(key ? { at: new Date(key[0]!).toISOString(), roomId: key[1]! } : null, limit + 1)
  const rooms = rows.slice(0, limit)
  const last = rooms.at(-1)
  return {
    rooms,
    nextCursor: rows.length > limit && last ? encodeCursor([at(last).toISOString(), last.room_id]) : null,
  }
}
