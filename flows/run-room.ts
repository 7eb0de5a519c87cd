// A room is made and edited: its words are screened like every word that is shown, and its stream key is told once, beside the
// addresses of the engine that takes the picture.
import type { InputOf, OutputOf } from '#kernel/contract'
import { inBoth } from '#flows/words'
import type { Governance } from '#modules/governance'
import type { Live } from '#modules/live'
import type { createRoom, editRoom, rotateKey } from '#modules/live/contract'
import type { Ctx, Deps } from '#platform/context'
import { publishUrlsOf, type LiveEngine } from '#platform/live-engine'

export function createRunRoom(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { live, governance }: { live: Live; governance: Governance },
  engine: LiveEngine | null,
) {
  const withUrls = ({ room, key }: { room: OutputOf<typeof editRoom>; key: string }) => ({
    room,
    publish: publishUrlsOf(engine, room.roomId, key),
  })

  return {
    /** @throws AppError POLICY_WORD */
    createRoom: async (input: InputOf<typeof createRoom>): Promise<OutputOf<typeof createRoom>> => {
      governance.screenWords(inBoth('/title', input.title))
      return withUrls(await db.transaction((tx) => live.createRoom(tx, input)))
    },

    /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT · POLICY_WORD */
    editRoom: async (input: InputOf<typeof editRoom>, ctx: Ctx): Promise<OutputOf<typeof editRoom>> => {
      if (input.title) governance.screenWords(inBoth('/title', input.title))
      return db.transaction((tx) => live.editRoom(tx, input, ctx.ifMatch))
    },

    /** Who publishes with the old key is put out. @throws AppError NOT_FOUND · STATE_CONFLICT */
    rotateKey: async (input: InputOf<typeof rotateKey>): Promise<OutputOf<typeof rotateKey>> => {
      const fresh = await db.transaction((tx) => live.rotateKey(tx, input))
      await engine
        ?.close(fresh.room.roomId)
        .catch((error: unknown) =>
          log.warn({ roomId: fresh.room.roomId, error: String(error) }, 'stream not closed after a new key'),
        )
      return withUrls(fresh)
    },
  }
}
