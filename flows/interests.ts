// One's own interests, with their names: seen, edited, deleted, switched off; and 'not interested', which acts at once.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Interest, MyInterests, Mute } from '#modules/interest'
import type * as contract from '#modules/interest/contract'
import type { Signals } from '#modules/signals'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { labelMutes, labelTags, type LabelDoors } from './interest-labels.ts'

type Doors = LabelDoors & { interest: Interest; signals: Signals }
type Listed = OutputOf<typeof contract.list>

export function createInterestManager({ db, ids, clock }: Pick<Deps, 'db' | 'ids' | 'clock'>, doors: Doors) {
  const { interest, signals } = doors

  const named = (mine: MyInterests): Promise<Listed> =>
    db.read(async (tx) => {
      const labels = await labelTags(
        tx,
        doors,
        mine.items.map((i) => i.tag),
      )
      return {
        personalised: mine.personalised,
        fewerGoods: mine.fewerGoods,
        items: mine.items.map((i) => ({ ...i, label: labels.get(i.tag)! })),
        muted: await namedMutes(mine.muted),
      }
    })
  const namedMutes = (mutes: readonly Mute[]): Promise<Listed['muted']> =>
    db.read(async (tx) => {
      const labels = await labelMutes(tx, doors, mutes)
      return mutes.map(({ about, id, atMs }, i) => ({
        about,
        id,
        label: labels[i]!,
        since: new Date(atMs).toISOString(),
      }))
    })

  return {
    list: async (_input: InputOf<typeof contract.list>, ctx: Ctx): Promise<Listed> =>
      named(await interest.myInterests(personOf(ctx))),

    /** @throws AppError NOT_FOUND */
    edit: async ({ tag, level }: InputOf<typeof contract.edit>, ctx: Ctx): Promise<Listed> =>
      named(await interest.setLevel(personOf(ctx), tag, level)),

    remove: async ({ tag }: InputOf<typeof contract.remove>, ctx: Ctx): Promise<Listed> =>
      named(await interest.forget(personOf(ctx), tag)),

    clear: async (_input: InputOf<typeof contract.clear>, ctx: Ctx): Promise<Listed> =>
      named(await interest.forgetAll(personOf(ctx))),

    setPersonalisation: (
      { enabled }: InputOf<typeof contract.setPersonalisation>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.setPersonalisation>> =>
      interest.setPersonalised(personOf(ctx), enabled),

    setFewerGoods: (
      { enabled }: InputOf<typeof contract.setFewerGoods>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.setFewerGoods>> => interest.setFewerGoods(personOf(ctx), enabled),

    /** Muted first, learned second: if the second fails, the person still never sees it again. @throws AppError NOT_FOUND */
    async notInterested(
      { slateId, position, about }: InputOf<typeof contract.notInterested>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.notInterested>> {
      const accountId = personOf(ctx)
      const slate = await db.read((tx) => signals.slateOf(tx, slateId))
      const item = slate?.items[position]
      if (!slate || !item || slate.accountId !== accountId) throw new AppError('NOT_FOUND')
      const id = interest.muteTarget(item.contentId, item.productIds[0] ?? null, about)
      if (id === null) throw new AppError('NOT_FOUND')
      const mute = await interest.mute(accountId, about, id)
      const { contentId } = item
      const signal = {
        id: ids.next('sig'),
        kind: 'notInterested',
        accountId,
        at: clock.now(),
        slateId,
        position,
        contentId,
        productId: null,
        dwellMs: null,
        durationMs: null,
        forecast: null,
      } as const
      interest.observe(await db.read((tx) => signals.appendAlone(tx, [signal])))
      const [muted] = await namedMutes([mute])
      const gone = new Set(
        interest.mutedAmong(
          slate.items.map((i) => i.contentId),
          mute,
        ),
      )
      return { muted: muted!, contentIds: slate.items.map((i) => i.contentId).filter((c) => gone.has(c)) }
    },

    /** @throws AppError NOT_FOUND */
    async unmute(
      { about, id }: InputOf<typeof contract.unmute>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.unmute>> {
      await interest.unmute(personOf(ctx), about, id)
      return { ok: true }
    },
  }
}
