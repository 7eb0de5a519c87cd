// As whom somebody comes into a room, or why not.
import { AppError } from '#kernel/errors'
import type { ChatRole } from '#kernel/room-frames'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { chatRoleOf } from '../domain/chat-role.ts'
import { isOver } from '../domain/room-state.ts'
import { selectMute } from '../repository/mutes.ts'
import { hasBought } from '../repository/visits.ts'
import type { Rooms } from './rooms.ts'

export const createEnter = (_deps: Deps, { roomOf }: Pick<Rooms, 'roomOf'>) => ({
  /** @throws AppError NOT_FOUND (none, or only being tried out) · ROOM_ENDED · ROOM_BLOCKED */
  async chatRoleIn(
    tx: Tx,
    roomId: string,
    actor: Extract<Ctx['actor'], { kind: 'person' }>,
  ): Promise<ChatRole> {
    const room = await roomOf(tx, roomId)
    const member = actor.memberships.find((m) => m.orgId === room.creator_id && !m.suspended)
    const role = chatRoleOf(member?.role ?? null, await hasBought(tx, roomId, actor.accountId))
    const runs = role === 'host' || role === 'moderator'
    if (isOver(room.state)) throw new AppError('ROOM_ENDED')
    if (room.state === 'testing' && !runs) throw new AppError('NOT_FOUND')
    if ((await selectMute(tx, roomId, actor.accountId))?.blocked) throw new AppError('ROOM_BLOCKED')
    return role
  },
})
