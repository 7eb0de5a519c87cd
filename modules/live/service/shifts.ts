// Who is on duty in a room. Who may be is the organisation's business: the flow brings its members.
import type { OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { listShifts } from '../contract.ts'
import { endOfShift, type ShiftRole } from '../domain/shift.ts'
import { roomTotals } from '../repository/room-orders.ts'
import type { RoomRow } from '../repository/rows.ts'
import * as repository from '../repository/shifts.ts'

type Shifts = Omit<OutputOf<typeof listShifts>, 'people'>

export function createShifts({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  async function open(tx: Tx, room: RoomRow, shiftId: string) {
    const shift = await repository.findShift(tx, room.room_id, shiftId)
    if (!shift) throw new AppError('NOT_FOUND')
    if (shift.ended_at) throw new AppError('STATE_CONFLICT', { state: 'ended' })
    return shift
  }

  return {
    async shiftsOf(tx: Tx, room: RoomRow): Promise<Shifts> {
      const rows = await repository.shiftsWithResults(tx, room.room_id, clock.now())
      const { currency } = await roomTotals(tx, room.room_id)
      return {
        currency,
        shifts: rows.map((r) => ({
          shiftId: r.shift_id,
          accountId: r.account_id,
          role: r.role,
          startedAt: r.started_at.toISOString(),
          endedAt: endOfShift({ endedAt: r.ended_at }, { endedAt: room.ended_at })?.toISOString() ?? null,
          takenFrom: r.taken_from,
          results: {
            seconds: Math.max(0, Math.round((r.until.getTime() - r.started_at.getTime()) / 1000)),
            orders: r.orders,
            buyers: r.buyers,
            units: r.units,
            paidMinor: toWire(r.paid_minor),
            refundedMinor: toWire(r.refunded_minor),
            viewers: r.viewers,
          },
        })),
      }
    },

    /** In a locked, open room. @throws AppError DUPLICATE */
    startShift: (tx: Tx, room: RoomRow, p: { accountId: Id<'usr'>; role: ShiftRole }) =>
      repository.insertShift(tx, {
        shift_id: ids.next('shf'),
        room_id: room.room_id,
        account_id: p.accountId,
        role: p.role,
        started_at: clock.now(),
        ended_at: null,
        taken_from: null,
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT */
    async endShift(tx: Tx, room: RoomRow, shiftId: string): Promise<void> {
      const shift = await open(tx, room, shiftId)
      await repository.endShiftAt(tx, shift.shift_id, clock.now())
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT · DUPLICATE */
    async handOver(tx: Tx, room: RoomRow, shiftId: string, accountId: Id<'usr'>): Promise<void> {
      const shift = await open(tx, room, shiftId)
      if (shift.account_id === accountId) throw new AppError('DUPLICATE')
      const now = clock.now()
      await repository.endShiftAt(tx, shift.shift_id, now)
      await repository.insertShift(tx, {
        ...shift,
        shift_id: ids.next('shf'),
        account_id: accountId,
        started_at: now,
        ended_at: null,
        taken_from: shift.shift_id,
      })
    },
  }
}
