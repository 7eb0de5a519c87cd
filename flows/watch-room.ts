// Looking after a room from outside it: how its picture arrives, by the engine's word, and what the platform does about a violation.
// Rules are governance's; the room's log tells the desk.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { GoLive } from '#flows/go-live'
import { ruleId as knownRule } from '#modules/governance/contract'
import { adviceFor, type Live } from '#modules/live'
import type { cutRoom, getRoomHealth, raiseViolation } from '#modules/live/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { LiveEngine } from '#platform/live-engine'

export function createWatchRoom(
  { db }: Pick<Deps, 'db'>,
  { live }: { live: Live },
  { end }: Pick<GoLive, 'end'>,
  engine: LiveEngine | null,
) {
  const requireRule = (ruleId: string) => {
    if (!knownRule.safeParse(ruleId).success) throw new AppError('ENUM', { ruleId })
  }
  const raise = (input: InputOf<typeof raiseViolation>, ctx: Ctx) => {
    requireRule(input.ruleId)
    return db.transaction(async (tx) =>
      live.raiseViolation(tx, await live.lockRoom(tx, input.roomId), input, personOf(ctx)),
    )
  }

  return {
    /** Without an engine nothing arrives. @throws AppError NOT_FOUND · STREAM_SERVICE */
    getRoomHealth: async ({
      creatorId,
      roomId,
    }: InputOf<typeof getRoomHealth>): Promise<OutputOf<typeof getRoomHealth>> => {
      const room = await db.read((tx) => live.roomOf(tx, roomId, creatorId))
      const health = engine === null ? null : await engine.health(room.room_id).catch(notAnswering)
      if (!health) return { health: null, advice: [] }
      const { stream: _, advice, publishedAtMs, ...rest } = health
      return {
        health: { ...rest, publishedAt: new Date(publishedAtMs).toISOString() },
        advice: adviceFor(advice, health.protocol),
      }
    },

    /** @throws AppError NOT_FOUND · ENUM for no rule · STATE_CONFLICT for a room that was never on air */
    raiseViolation: raise,

    /** Recorded first, so that the reason outlives the room. @throws AppError as `raiseViolation` */
    cutRoom: async (input: InputOf<typeof cutRoom>, ctx: Ctx): Promise<OutputOf<typeof cutRoom>> => {
      await raise(input, ctx)
      await end(input.roomId, 'system')
      return { ok: true }
    },
  }
}

/** The engine's own word is one for every provider; here it is the picture that is away, not the money. */
function notAnswering(error: unknown): never {
  throw error instanceof AppError && error.code === 'PROVIDER_UNAVAILABLE'
    ? new AppError('STREAM_SERVICE')
    : error
}
