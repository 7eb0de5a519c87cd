// A ticket for the room's socket: who it is (identity), as whom (live), signed so that the channel needs to ask nobody.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Identity } from '#modules/identity'
import type { Content } from '#modules/content'
import type { Live, RoomRow } from '#modules/live'
import type { enterRoom } from '#modules/live/contract'
import { signTicket, TICKET_MS } from '#platform/channel/ticket'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { identity: Identity; live: Live; content: Content }

export const createEnterRoom = (
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  { identity, live, content }: Doors,
) => ({
  /** @throws AppError NOT_FOUND · ROOM_ENDED · ROOM_BLOCKED */
  enterRoom: (
    { roomId, source, contentId }: InputOf<typeof enterRoom>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof enterRoom>> =>
    db.read(async (tx) => {
      const { actor } = ctx
      if (actor.kind !== 'person') throw new AppError('UNAUTHENTICATED')
      const { accountId, guest } = actor
      const role = await live.chatRoleIn(tx, roomId, actor)
      const name = (await identity.accountsOf(tx, [accountId])).get(accountId)?.nickname ?? ''
      const expiresAtMs = clock.now().getTime() + TICKET_MS
      const ticket = signTicket(config.secret, {
        v: 1,
        roomId,
        accountId,
        name,
        role,
        guest,
        source,
        ...(await broughtBy(tx, content, await live.roomOf(tx, roomId), contentId)),
        expiresAtMs,
      })
      return {
        url: `${config.channelUrl ?? `:${config.channelPort}`}/rooms/${roomId}`,
        ticket,
        expiresAt: new Date(expiresAtMs).toISOString(),
        role,
        mayWrite: !guest,
      }
    }),
})

/** What a client says brought it, if it can have: a content people see that announces this room, or is of its author. */
async function broughtBy(
  tx: Tx,
  content: Content,
  room: RoomRow,
  contentId: string | undefined,
): Promise<{ contentId?: string }> {
  const own = contentId === undefined ? null : await content.contentOf(tx, contentId)
  if (own?.state !== 'published' || own.media.kind === 'live') return {}
  const leadsHere = own.announcesRoomId === room.room_id || own.creatorId === room.creator_id
  return leadsHere ? { contentId: own.contentId } : {}
}
