// Co-hosting: the invitation, who takes it, and the watch that ends what nobody comes back to. The rows are live's; addresses are the
// engine's; names are content's. A process killed with -9 says no goodbye, so the engine is asked about every open one.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Content } from '#modules/content'
import { isOpenCoHost, type CoHostRow, type Live } from '#modules/live'
import type {
  acceptCoHost,
  getCoHost,
  getCoHosting,
  inviteCoHost,
  leaveCoHost,
  removeCoHost,
} from '#modules/live/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { playUrlsOf, publishUrlsOf, type LiveEngine } from '#platform/live-engine'
import { talkToken } from '#platform/talk-token'

const EVERY_MS = 2_000
const BATCH = 60

export function createCoHost(
  { db, log, clock, config }: Pick<Deps, 'db' | 'log' | 'clock' | 'config'>,
  { live, content }: { live: Live; content: Content },
  engine: LiveEngine | null,
) {
  /** Of the one to the other, as long as they are together. */
  const talk = (row: CoHostRow, stream: string) =>
    isOpenCoHost(row.state) ? talkToken(config.secret, stream, clock.now().getTime()) : null
  const viewOf = (row: CoHostRow): OutputOf<typeof inviteCoHost>['coHost'] => ({
    coHostId: row.co_host_id,
    roomId: row.room_id,
    state: row.state,
    name: row.name,
    hasPicture: row.stream_session !== null,
    expiresAt: row.expires_at.toISOString(),
    play: playUrlsOf(engine, row.co_host_id, row.state === 'onAir'),
    talk: null,
  })
  const nameOf = async (tx: Tx, creatorId: Id<'crt'>) => {
    const card = (await content.authorCards(tx, [creatorId], null)).get(creatorId)
    if (!card) throw new AppError('NOT_FOUND')
    return card.name
  }
  async function hostSide(tx: Tx, row: CoHostRow): Promise<OutputOf<typeof getCoHosting>['host']> {
    const room = await live.roomOf(tx, row.room_id)
    return {
      title: room.title,
      name: await nameOf(tx, room.creator_id),
      play: playUrlsOf(engine, row.room_id),
      talk: talk(row, row.room_id),
    }
  }
  const cut = (stream: string) =>
    engine
      ?.close(stream)
      .catch((error: unknown) => log.warn({ stream, error: String(error) }, 'co-host not closed yet'))

  /** True or false by the engine's word; null when it does not answer. */
  const hasPicture = (row: CoHostRow): Promise<boolean | null> =>
    engine === null || row.state !== 'onAir'
      ? Promise.resolve(null)
      : engine.health(row.co_host_id).then(
          (health) => health?.state === 'live',
          () => null,
        )
  let after = ''
  async function watch(): Promise<number> {
    const page = await db.read((tx) => live.openCoHosts(tx, after, BATCH))
    after = page.length < BATCH ? '' : page.at(-1)!.co_host_id
    let ended = 0
    for (const row of page) {
      const picture = await hasPicture(row)
      if (!(await db.transaction((tx) => live.coHostWatched(tx, row, picture)))) continue
      ended++
      await cut(row.co_host_id)
    }
    return ended
  }

  return {
    /** @throws AppError NOT_FOUND · STATE_CONFLICT · CO_HOST_THERE */
    inviteCoHost: ({
      creatorId,
      roomId,
    }: InputOf<typeof inviteCoHost>): Promise<OutputOf<typeof inviteCoHost>> =>
      db.transaction(async (tx) => {
        const { row, code } = await live.inviteCoHost(tx, roomId, creatorId)
        return { coHost: viewOf(row), code }
      }),

    getCoHost: ({ creatorId, roomId }: InputOf<typeof getCoHost>): Promise<OutputOf<typeof getCoHost>> =>
      db.read(async (tx) => {
        await live.roomOf(tx, roomId, creatorId)
        const row = await live.lastCoHostOf(tx, roomId)
        return { coHost: row ? { ...viewOf(row), talk: talk(row, row.co_host_id) } : null }
      }),

    removeCoHost: async (
      { creatorId, roomId }: InputOf<typeof removeCoHost>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof removeCoHost>> => {
      const stream = await db.transaction(async (tx) => {
        await live.roomOf(tx, roomId, creatorId)
        return live.removeCoHost(tx, roomId, personOf(ctx))
      })
      if (stream) await cut(stream)
      return { ok: true }
    },

    /** @throws AppError CO_HOST_CODE · CO_HOST_SELF */
    acceptCoHost: (
      { creatorId, code }: InputOf<typeof acceptCoHost>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof acceptCoHost>> =>
      db.transaction(async (tx) => {
        const guest = { creatorId, name: await nameOf(tx, creatorId) }
        const { row, key } = await live.acceptCoHost(tx, code, guest, personOf(ctx))
        return {
          coHost: viewOf(row),
          publish: publishUrlsOf(engine, row.co_host_id, key),
          host: await hostSide(tx, row),
        }
      }),

    getCoHosting: ({
      creatorId,
      coHostId,
    }: InputOf<typeof getCoHosting>): Promise<OutputOf<typeof getCoHosting>> =>
      db.read(async (tx) => {
        const row = await live.coHostOf(tx, coHostId, creatorId)
        return { coHost: viewOf(row), host: await hostSide(tx, row) }
      }),

    leaveCoHost: async (
      { creatorId, coHostId }: InputOf<typeof leaveCoHost>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof leaveCoHost>> => {
      await db.transaction(async (tx) => {
        await live.coHostOf(tx, coHostId, creatorId)
        await live.leaveCoHost(tx, coHostId, personOf(ctx))
      })
      await cut(coHostId)
      return { ok: true }
    },

    watchCoHosts: watch,
    coHostJob: {
      name: 'watch-co-hosts',
      everyMs: EVERY_MS,
      run: async () => (await watch(), 0),
    } satisfies Job,
  }
}
