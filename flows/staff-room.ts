// Who is on duty in a room: shifts are the room's, people are the organisation's members.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Identity } from '#modules/identity'
import type { Live, RoomRow } from '#modules/live'
import type { endShift, handOver, listShifts, startShift } from '#modules/live/contract'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Answer = OutputOf<typeof listShifts>
type Key = { creatorId: Id<'crt'>; roomId: Id<'rom'> }

export function createStaffRoom(
  { db }: Pick<Deps, 'db'>,
  { live, identity }: { live: Live; identity: Identity },
) {
  async function answer(tx: Tx, creatorId: string, room: RoomRow): Promise<Answer> {
    const { currency, shifts } = await live.shiftsOf(tx, room)
    const members = await identity.membersOf(tx, creatorId)
    const known = new Set<string>(members.map((m) => m.accountId))
    const gone = [...new Set(shifts.map((s) => s.accountId))].filter((id) => !known.has(id))
    return {
      currency,
      shifts,
      people: [
        ...members.map(({ accountId, nickname, avatarUrl, role }) => ({
          accountId: accountId as Id<'usr'>,
          nickname,
          avatarUrl,
          role: role as string | null,
        })),
        ...gone.map((accountId) => ({ accountId, nickname: '', avatarUrl: null, role: null })),
      ],
    }
  }

  const inRoom = ({ creatorId, roomId }: Key, work: (tx: Tx, room: RoomRow) => Promise<void>) =>
    db.transaction(async (tx): Promise<Answer> => {
      const room = await live.lockOpenRoom(tx, roomId, creatorId)
      await work(tx, room)
      return answer(tx, creatorId, room)
    })

  async function requireMember(tx: Tx, creatorId: string, accountId: string): Promise<void> {
    const members = await identity.membersOf(tx, creatorId)
    if (!members.some((m) => m.accountId === accountId)) throw new AppError('NOT_FOUND', { accountId })
  }

  return {
    listShifts: ({ creatorId, roomId }: InputOf<typeof listShifts>): Promise<Answer> =>
      db.read(async (tx) => answer(tx, creatorId, await live.roomOf(tx, roomId, creatorId))),

    /** @throws AppError NOT_FOUND for who is no member · STATE_CONFLICT · DUPLICATE */
    startShift: (input: InputOf<typeof startShift>): Promise<Answer> =>
      inRoom(input, async (tx, room) => {
        await requireMember(tx, input.creatorId, input.accountId)
        await live.startShift(tx, room, input)
      }),

    endShift: (input: InputOf<typeof endShift>): Promise<Answer> =>
      inRoom(input, (tx, room) => live.endShift(tx, room, input.shiftId)),

    handOver: (input: InputOf<typeof handOver>): Promise<Answer> =>
      inRoom(input, async (tx, room) => {
        await requireMember(tx, input.creatorId, input.accountId)
        await live.handOver(tx, room, input.shiftId, input.accountId)
      }),
  }
}
