// Planning what is talked about, and keeping what really was. The room's row is the lock; the version is what an editor looked at.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getRundown, saveRundown } from '../contract.ts'
import { arrangeRows, nextRow } from '../domain/rundown.ts'
import type { RundownRow } from '../repository/desk-tables.ts'
import * as repository from '../repository/rundown.ts'
import type { RoomRow } from '../repository/rows.ts'
import type { Rooms } from './rooms.ts'

type Rundown = OutputOf<typeof getRundown>

export function createRundown({ db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>, rooms: Rooms) {
  const rundownOf = async (tx: Tx, roomId: Id<'rom'>): Promise<Rundown> => ({
    version: await repository.rundownVersion(tx, roomId),
    rows: (await repository.findRundown(tx, roomId)).map(toRow),
  })

  async function replace(tx: Tx, roomId: Id<'rom'>, rows: readonly RundownRow[]): Promise<Rundown> {
    await repository.setRundownVersion(tx, roomId, (await repository.rundownVersion(tx, roomId)) + 1)
    await repository.replaceRundown(tx, roomId, rows)
    return rundownOf(tx, roomId)
  }

  return {
    rundownOf,

    /** When the minutes of what each room explains now are over, by its rundown; without one a room is left out. */
    async rundownEnds(tx: Tx, roomIds: readonly Id<'rom'>[]): Promise<Map<string, Date>> {
      const running = roomIds.length === 0 ? [] : await repository.findRunning(tx, roomIds)
      return new Map(
        running.flatMap((r) =>
          r.started_at
            ? [[r.room_id as string, new Date(r.started_at.getTime() + r.minutes * 60_000)] as const]
            : [],
        ),
      )
    },

    /** @throws AppError NOT_FOUND */
    getRundown: ({ creatorId, roomId }: InputOf<typeof getRundown>): Promise<Rundown> =>
      db.read(async (tx) => rundownOf(tx, (await rooms.roomOf(tx, roomId, creatorId)).room_id)),

    /** @throws AppError NOT_FOUND · STALE {version} · STATE_CONFLICT when it would change what happened, or the room is over */
    saveRundown: (input: InputOf<typeof saveRundown>): Promise<Rundown> =>
      db.transaction(async (tx) => {
        const room = await rooms.lockOpenRoom(tx, input.roomId, input.creatorId)
        const version = await repository.rundownVersion(tx, room.room_id)
        if (version !== input.version) throw new AppError('STALE', { version })
        const kept = (await repository.findRundown(tx, room.room_id)).map((row) => ({
          row,
          rowId: row.row_id as string,
          productId: row.product_id as string,
          state: row.state,
          startedAt: row.started_at,
        }))
        const arranged = arrangeRows(input.rows, kept)
        if (!arranged) throw new AppError('STATE_CONFLICT', { state: room.state })
        const rows = arranged.map(({ edit, was }, i) => ({
          row_id: was?.row.row_id ?? ids.next('rdn'),
          room_id: room.room_id,
          position: i + 1,
          product_id: edit.productId,
          role: edit.role,
          minutes: edit.minutes,
          points: edit.points,
          state: was?.state ?? ('planned' as const),
          started_at: was?.row.started_at ?? null,
          ended_at: was?.row.ended_at ?? null,
        }))
        return replace(tx, room.room_id, rows)
      }),

    /**
     * In a locked room: finishes the row that is on and starts the next. Answers the product to explain, null when none is left.
     * @throws AppError STALE when another row is on than the caller saw · NOT_FOUND for a row that cannot be next
     */
    async stepRundown(
      tx: Tx,
      room: RoomRow,
      step: { after: string | null; rowId?: string | undefined; inBag: ReadonlySet<string> },
    ): Promise<Id<'prd'> | null> {
      const rows = await repository.findRundown(tx, room.room_id)
      const on = rows.find((r) => r.state === 'now') ?? null
      if ((on?.row_id ?? null) !== step.after)
        throw new AppError('STALE', { version: await repository.rundownVersion(tx, room.room_id) })
      const next = nextRow(
        rows.map((r) => ({
          rowId: r.row_id,
          productId: r.product_id,
          state: r.state,
          startedAt: r.started_at,
        })),
        step.inBag,
        step.rowId,
      )
      if (step.rowId !== undefined && !next) throw new AppError('NOT_FOUND')
      if (!on && !next) throw new AppError('STATE_CONFLICT', { state: 'done' })
      const now = clock.now()
      const moved = rows.map((r): RundownRow => {
        if (r.row_id === on?.row_id) return { ...r, state: 'done', ended_at: now }
        return r.row_id === next?.rowId ? { ...r, state: 'now', started_at: now } : r
      })
      await replace(tx, room.room_id, inOrder(moved))
      return (next?.productId ?? null) as Id<'prd'> | null
    },

    /** The room is over, or nothing is explained any more: the row that is on was done until now. */
    async finishRundown(tx: Tx, roomId: Id<'rom'>): Promise<void> {
      const rows = await repository.findRundown(tx, roomId)
      if (!rows.some((r) => r.state === 'now')) return
      const now = clock.now()
      await replace(
        tx,
        roomId,
        rows.map((r): RundownRow => (r.state === 'now' ? { ...r, state: 'done', ended_at: now } : r)),
      )
    },
  }
}

const RANK = { done: 0, now: 1, planned: 2 } as const
const inOrder = (rows: readonly RundownRow[]): RundownRow[] =>
  rows.toSorted(
    (a, b) =>
      RANK[a.state] - RANK[b.state] || (a.started_at?.getTime() ?? 0) - (b.started_at?.getTime() ?? 0),
  )

const toRow = (r: RundownRow): Rundown['rows'][number] => ({
  rowId: r.row_id,
  productId: r.product_id,
  role: r.role,
  minutes: r.minutes,
  points: r.points,
  state: r.state,
  startedAt: r.started_at?.toISOString() ?? null,
  endedAt: r.ended_at?.toISOString() ?? null,
})
