// Violations of a room: kept with the second of the recording they were at, and told in the room's log, so that the desk sees them at
// once and the replay shows where they were.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { listRoomViolations, listViolations, raiseViolation } from '../contract.ts'
import { recordingSecondAt } from '../domain/recording-time.ts'
import type { ViolationRow } from '../repository/desk-tables.ts'
import type { RoomRow } from '../repository/rows.ts'
import { findSegments } from '../repository/segments.ts'
import * as repository from '../repository/violations.ts'
import type { Log, Teller } from './log.ts'
import type { Rooms } from './rooms.ts'

type Violation = OutputOf<typeof raiseViolation>

export function createViolations(
  { db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>,
  { appendEvent }: Log,
  { roomOf }: Rooms,
) {
  return {
    /** In a locked room that has been on air. @throws AppError STATE_CONFLICT */
    async raiseViolation(
      tx: Tx,
      room: RoomRow,
      v: { ruleId: string; atSeconds?: number | undefined; note: string },
      by: Teller,
    ): Promise<Violation> {
      if (!room.started_at) throw new AppError('STATE_CONFLICT', { state: room.state })
      const now = clock.now()
      const pieces = (await findSegments(tx, room.room_id)).map((s) => ({
        startedAtMs: s.started_at.getTime(),
        durationMs: s.duration_ms,
      }))
      const atSeconds = v.atSeconds ?? recordingSecondAt(pieces, now.getTime())
      const row: ViolationRow = {
        violation_id: ids.next('vio'),
        room_id: room.room_id,
        rule_id: v.ruleId,
        at_seconds: atSeconds,
        note: v.note,
        raised_by: by,
        raised_at: now,
      }
      await repository.insertViolation(tx, row)
      await appendEvent(
        tx,
        room.room_id,
        { kind: 'violation', ruleId: v.ruleId, atSeconds, note: v.note },
        by,
      )
      return toViolation(row)
    },

    /** @throws AppError NOT_FOUND */
    listViolations: ({ creatorId, roomId }: InputOf<typeof listViolations>) =>
      db.read(async (tx): Promise<OutputOf<typeof listViolations>> => {
        const room = await roomOf(tx, roomId, creatorId)
        return { items: (await repository.findViolations(tx, room.room_id)).map(toViolation) }
      }),

    /** @throws AppError NOT_FOUND */
    listRoomViolations: ({ roomId }: InputOf<typeof listRoomViolations>) =>
      db.read(async (tx): Promise<OutputOf<typeof listRoomViolations>> => {
        const room = await roomOf(tx, roomId)
        return { items: (await repository.findViolations(tx, room.room_id)).map(toViolation) }
      }),
  }
}

const toViolation = (r: ViolationRow): Violation => ({
  violationId: r.violation_id,
  ruleId: r.rule_id,
  atSeconds: r.at_seconds,
  note: r.note,
  raisedAt: r.raised_at.toISOString(),
})
