// A ticket for the room's socket: who it is (identity), as whom (live), signed so that the channel needs to ask nobody.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Identity } from '#modules/identity'
import type { Live } from '#modules/live'
import type { enterRoom } from '#modules/live/contract'
import { signTicket, TICKET_MS } from '#platform/channel/ticket'
import type { Ctx, Deps } from '#platform/context'

type Doors = { identity: Identity; live: Live }

export const createEnterRoom = (
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  { identity, live }: Doors,
) => ({
  /** @throws AppError NOT_FOUND · ROOM_ENDED · ROOM_BLOCKED */
  enterRoom: ({ roomId, source }: InputOf<typeof enterRoom>, ctx: Ctx): Promise<OutputOf<typeof enterRoom>> =>
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
