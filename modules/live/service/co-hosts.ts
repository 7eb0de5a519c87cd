// Co-hosts of a room: each step locks the room's row, asks the state table, and tells the room's log when what viewers see changes.
import { AppError } from '#kernel/errors'
import { isId } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import {
  CO_HOST_RESUME_MS,
  CO_HOST_WAIT_MS,
  isOpenCoHost,
  nextCoHostState,
  type CoHostAction,
} from '../domain/co-host-state.ts'
import { isOnAir } from '../domain/room-state.ts'
import { hashOfKey, isKey, makeStreamKey } from './stream-key.ts'
import * as repository from '../repository/co-hosts.ts'
import { findRoom } from '../repository/rooms.ts'
import type { CoHostRow } from '../repository/rows.ts'
import type { Log, Teller } from './log.ts'
import type { Rooms } from './rooms.ts'

const makeCode = ({ random }: Pick<Deps, 'random'>): string =>
  Buffer.from(random.bytes(18)).toString('base64url')

export function createCoHosts(deps: Deps, { appendEvent }: Log, { lockRoom }: Pick<Rooms, 'lockRoom'>) {
  const { clock, ids } = deps
  const soon = (ms: number) => new Date(clock.now().getTime() + ms)

  /** The co-host as it is once its room's row is held. */
  async function locked(tx: Tx, coHostId: string): Promise<CoHostRow | null> {
    const seen = isId('cho', coHostId) ? await repository.findCoHost(tx, coHostId) : undefined
    if (!seen) return null
    await lockRoom(tx, seen.room_id)
    return (await repository.findCoHost(tx, coHostId)) ?? null
  }

  /** Null: not possible in its state, nothing was changed. The room's row is held. */
  async function move(tx: Tx, row: CoHostRow, action: CoHostAction, by: Teller): Promise<CoHostRow | null> {
    const state = nextCoHostState(row.state, action)
    if (!state) return null
    const over = !isOpenCoHost(state)
    const moved = await repository.updateCoHost(tx, row.co_host_id, {
      state,
      ...(action === 'start' ? { started_at: clock.now() } : {}),
      ...(over ? { ended_at: clock.now(), stream_session: null, interrupted_at: null } : {}),
    })
    if (action === 'start')
      await appendEvent(tx, row.room_id, { kind: 'coHost', stream: row.co_host_id, name: row.name }, by)
    else if (over && row.state === 'onAir')
      await appendEvent(tx, row.room_id, { kind: 'coHost', stream: null, name: null }, by)
    return moved
  }

  const isLate = (row: CoHostRow): boolean =>
    row.state === 'onAir'
      ? row.interrupted_at !== null && soon(-CO_HOST_RESUME_MS) >= row.interrupted_at
      : isOpenCoHost(row.state) && clock.now() >= row.expires_at

  return {
    /** @throws AppError NOT_FOUND · STATE_CONFLICT for a room not on air · CO_HOST_THERE */
    async inviteCoHost(tx: Tx, roomId: string, creatorId: string): Promise<{ row: CoHostRow; code: string }> {
      const room = await lockRoom(tx, roomId, creatorId)
      if (!isOnAir(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
      const open = await repository.findOpenCoHost(tx, roomId)
      if (open && !isLate(open)) throw new AppError('CO_HOST_THERE', { state: open.state })
      if (open) await move(tx, open, open.state === 'onAir' ? 'lose' : 'expire', 'clock')
      const code = makeCode(deps)
      const row = await repository
        .insertCoHost(tx, {
          co_host_id: ids.next('cho'),
          room_id: room.room_id,
          state: 'invited',
          code_hash: hashOfKey(code),
          invited_at: clock.now(),
          expires_at: soon(CO_HOST_WAIT_MS),
        })
        .catch((error: unknown) => {
          throw sqlState(error) === '23505' ? new AppError('CO_HOST_THERE') : error
        })
      return { row, code }
    },

    /** The first creator who brings the code has it. @throws AppError CO_HOST_CODE · CO_HOST_SELF */
    async acceptCoHost(
      tx: Tx,
      code: string,
      guest: { creatorId: string; name: Localized },
      by: Teller,
    ): Promise<{ row: CoHostRow; key: string }> {
      const seen = await repository.findByCode(tx, hashOfKey(code))
      const row = seen && (await locked(tx, seen.co_host_id))
      if (!row || !isOpenCoHost(row.state) || isLate(row)) throw new AppError('CO_HOST_CODE')
      if (row.creator_id !== null && row.creator_id !== guest.creatorId) throw new AppError('CO_HOST_CODE')
      const room = await findRoom(tx, row.room_id)
      if (room?.creator_id === guest.creatorId) throw new AppError('CO_HOST_SELF')
      const key = makeStreamKey(deps.random)
      const taken = await repository.updateCoHost(tx, row.co_host_id, {
        creator_id: guest.creatorId as NonNullable<CoHostRow['creator_id']>,
        name: guest.name,
        key_hash: hashOfKey(key),
        expires_at: soon(CO_HOST_WAIT_MS),
      })
      return { row: (await move(tx, taken, 'accept', by)) ?? taken, key }
    },

    /** @throws AppError NOT_FOUND for one that is another creator's */
    async coHostOf(tx: Tx, coHostId: string, creatorId: string): Promise<CoHostRow> {
      const row = await repository.findCoHost(tx, coHostId)
      if (!row || row.creator_id !== creatorId) throw new AppError('NOT_FOUND')
      return row
    },

    lastCoHostOf: repository.findLastCoHost,
    openCoHostOf: repository.findOpenCoHost,
    openCoHosts: repository.listOpenCoHosts,

    /** Again is the same as once. The id of the stream to close; null when there was none. */
    async removeCoHost(tx: Tx, roomId: string, by: Teller): Promise<string | null> {
      await lockRoom(tx, roomId)
      const row = await repository.findOpenCoHost(tx, roomId)
      return row ? ((await move(tx, row, 'remove', by))?.co_host_id ?? null) : null
    },

    async leaveCoHost(tx: Tx, coHostId: string, by: Teller): Promise<void> {
      const row = await locked(tx, coHostId)
      if (row) await move(tx, row, 'leave', by)
    },

    /** What the clock and the engine say about one that is open. `null`: the engine cannot say. True: it is over now. */
    async coHostWatched(tx: Tx, seen: CoHostRow, hasPicture: boolean | null): Promise<boolean> {
      const row = await locked(tx, seen.co_host_id)
      if (!row || row.state !== seen.state || row.stream_session !== seen.stream_session) return false
      if (row.state === 'onAir' && hasPicture === false && row.interrupted_at === null) {
        await repository.updateCoHost(tx, row.co_host_id, {
          stream_session: null,
          interrupted_at: clock.now(),
        })
        return false
      }
      if (row.state === 'onAir' && hasPicture === true && row.interrupted_at !== null) {
        await repository.updateCoHost(tx, row.co_host_id, { stream_session: 'watched', interrupted_at: null })
        return false
      }
      return isLate(row)
        ? (await move(tx, row, row.state === 'onAir' ? 'lose' : 'expire', 'clock')) !== null
        : false
    },

    /** The hooks of the second stream; its name is the co-host's id. Told twice, or late, they change nothing. */
    coHostStream: {
      async mayPublish(tx: Tx, stream: string, key: string): Promise<'WRONG_KEY' | 'ROOM_ENDED' | null> {
        const row = await repository.findCoHost(tx, stream)
        if (!row?.key_hash || !isKey(key, row.key_hash)) return 'WRONG_KEY'
        return isOpenCoHost(row.state) && !isLate(row) ? null : 'ROOM_ENDED'
      },
      async started(tx: Tx, p: { stream: string; session: string }): Promise<void> {
        const row = await locked(tx, p.stream)
        if (!row || !isOpenCoHost(row.state)) return
        const on = await repository.updateCoHost(tx, row.co_host_id, {
          stream_session: p.session,
          interrupted_at: null,
        })
        await move(tx, on, 'start', 'stream')
      },
      async interrupted(tx: Tx, p: { stream: string; session: string }): Promise<void> {
        const row = await locked(tx, p.stream)
        if (row?.stream_session !== p.session) return
        await repository.updateCoHost(tx, row.co_host_id, {
          stream_session: null,
          interrupted_at: clock.now(),
        })
      },
      async lost(tx: Tx, { stream }: { stream: string }): Promise<void> {
        const row = await locked(tx, stream)
        if (row) await move(tx, row, 'lose', 'stream')
      },
    },
  }
}
export type CoHosts = ReturnType<typeof createCoHosts>
