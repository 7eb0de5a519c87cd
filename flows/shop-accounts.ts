// The accounts that speak for a shop: the links are the alliance's; names and followers content's, rooms and dates live's, sums of sales
// compass's. Every number is asked where it is kept; none is stored twice.
import type { InputOf, OutputOf } from '#kernel/contract'
import { DAY_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { Localized } from '#kernel/text'
import type { Alliance, ShopAccountRow } from '#modules/alliance'
import type {
  answerShopLink,
  endAccount,
  getAuthorShop,
  getMatrix,
  inviteAccount,
  listShopAccounts,
  listShopLinks,
} from '#modules/alliance/contract'
import type { Compass } from '#modules/compass'
import type { Content } from '#modules/content'
import type { Identity } from '#modules/identity'
import { isOnAir, isOver, type Live, type RoomRow } from '#modules/live'
import { MAX_CALENDAR_DAYS, type getShopCalendar } from '#modules/live/contract'
import { mayIn, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { alliance: Alliance; compass: Compass; content: Content; identity: Identity; live: Live }
type Next = OutputOf<typeof getMatrix>['accounts'][number]['next']

const NOT_ON_AIR = { rooms: 0, liveMs: 0, onAirRoomId: null }
const NOTHING = { followers: 0, published: 0 }
const NO_SALES = { paidLines: 0n, paidMinor: 0n, refundedMinor: 0n }
const hasBegun = (state: RoomRow['state']): boolean => isOnAir(state) || isOver(state)
const creatorsOf = (rows: readonly ShopAccountRow[]): Id<'crt'>[] => rows.map((r) => r.creator_id)
const sinceOf = (r: ShopAccountRow): string => (r.linked_at ?? r.invited_at).toISOString()
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

export function createShopAccounts(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { alliance, compass, content, identity, live }: Doors,
) {
  const linkedOf = async (tx: Tx, shopId: string): Promise<ShopAccountRow[]> =>
    (await alliance.shopAccounts(tx, shopId)).filter((r) => r.state === 'linked')

  async function nextOf(tx: Tx, creatorIds: readonly string[], now: Date): Promise<Map<string, Next>> {
    const until = new Date(now.getTime() + MAX_CALENDAR_DAYS * DAY_MS)
    const entries = await live.calendarOf(tx, creatorIds, now, until)
    const coming = entries.filter((e) => !e.skipped && (e.roomState === null || !hasBegun(e.roomState)))
    return new Map(
      coming.toReversed().map((e) => [e.creatorId, { at: e.at, title: e.title, roomId: e.roomId }]),
    )
  }

  async function shopNames(tx: Tx, rows: readonly ShopAccountRow[]): Promise<Map<string, Localized>> {
    return identity.organisationNames(
      tx,
      rows.map((r) => r.shop_id),
    )
  }

  async function linkViews(tx: Tx, rows: readonly ShopAccountRow[]) {
    const names = await shopNames(tx, rows)
    return rows.map((r) => ({
      linkId: r.link_id,
      shopId: r.shop_id,
      shopName: names.get(r.shop_id)!,
      kind: r.kind,
      state: r.state,
      since: sinceOf(r),
    }))
  }

  return {
    getMatrix: ({ shopId, ...period }: InputOf<typeof getMatrix>): Promise<OutputOf<typeof getMatrix>> =>
      db.read(async (tx) => {
        const now = clock.now()
        const rows = await alliance.shopAccounts(tx, shopId)
        const creatorIds = creatorsOf(rows)
        const sold = await compass.salesByCreator(tx, shopId, period)
        const byCreator = new Map(sold.sums.map((s) => [s.creatorId, s]))
        const authors = await content.authorCards(tx, creatorIds, null)
        const reach = await content.reachOf(tx, creatorIds, sold.since, now)
        const airtime = await live.airtime(tx, creatorIds, sold.since, now)
        const next = await nextOf(tx, creatorIds, now)
        const own = new Set<string | null>(creatorsOf(rows.filter((r) => r.state === 'linked')))
        const ownMinor = sum(sold.sums.filter((s) => own.has(s.creatorId)).map((s) => s.paidMinor))
        const nobodyMinor = byCreator.get(null)?.paidMinor ?? 0n
        const paidMinor = sum(sold.sums.map((s) => s.paidMinor))
        return {
          period: sold.period,
          accounts: rows.flatMap((r) => {
            const author = authors.get(r.creator_id)
            if (!author) return []
            const { followers, published } = reach.get(r.creator_id) ?? NOTHING
            const { paidLines, ...paid } = byCreator.get(r.creator_id) ?? NO_SALES
            return [
              {
                linkId: r.link_id,
                creatorId: r.creator_id,
                kind: r.kind,
                label: r.label,
                state: r.state,
                since: sinceOf(r),
                name: author.name,
                avatarUrl: author.avatarUrl,
                followers,
                newContents: published,
                ...(airtime.get(r.creator_id) ?? NOT_ON_AIR),
                paidLines: Number(paidLines),
                paidMinor: toWire(paid.paidMinor),
                refundedMinor: toWire(paid.refundedMinor),
                next: next.get(r.creator_id) ?? null,
              },
            ]
          }),
          sales: {
            paidMinor: toWire(paidMinor),
            ownMinor: toWire(ownMinor),
            othersMinor: toWire(paidMinor - ownMinor - nobodyMinor),
            nobodyMinor: toWire(nobodyMinor),
            ownShareBps: paidMinor > 0n ? Number((ownMinor * 10_000n) / paidMinor) : null,
          },
        }
      }),

    /** @throws AppError CREATOR_UNKNOWN · ACCOUNT_TAKEN · OFFICIAL_TAKEN · ACCOUNT_LIMIT */
    inviteAccount: (
      input: InputOf<typeof inviteAccount>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof inviteAccount>> =>
      db.transaction(async (tx) => {
        const known = await content.authorCards(tx, [input.creatorId], null)
        if (!known.has(input.creatorId)) throw new AppError('CREATOR_UNKNOWN')
        const answersToo = mayIn(ctx, 'creator', input.creatorId, 'member.write')
        const row = await alliance.inviteAccount(tx, input, answersToo)
        return { linkId: row.link_id, state: row.state }
      }),

    endAccount: ({ shopId, linkId }: InputOf<typeof endAccount>): Promise<OutputOf<typeof endAccount>> =>
      db.transaction(async (tx) => {
        await alliance.endAccount(tx, linkId, shopId)
        return { ok: true }
      }),

    listShopLinks: ({ creatorId }: InputOf<typeof listShopLinks>): Promise<OutputOf<typeof listShopLinks>> =>
      db.read(async (tx) => ({ items: await linkViews(tx, await alliance.shopLinks(tx, creatorId)) })),

    answerShopLink: ({
      creatorId,
      linkId,
      action,
    }: InputOf<typeof answerShopLink>): Promise<OutputOf<typeof answerShopLink>> =>
      db.transaction(async (tx) => {
        const row = await alliance.answerShopLink(tx, linkId, creatorId, action)
        return (await linkViews(tx, [row]))[0]!
      }),

    listShopAccounts: (
      { shopId }: InputOf<typeof listShopAccounts>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof listShopAccounts>> =>
      db.read(async (tx) => {
        const viewerId = ctx.actor.kind === 'person' ? ctx.actor.accountId : null
        const rows = await linkedOf(tx, shopId)
        const creatorIds = creatorsOf(rows)
        const now = clock.now()
        const authors = await content.authorCards(tx, creatorIds, viewerId)
        const reach = await content.reachOf(tx, creatorIds, now, now)
        const airtime = await live.airtime(tx, creatorIds, now, now)
        const items = rows.flatMap((r) => {
          const author = authors.get(r.creator_id)
          const roomId = airtime.get(r.creator_id)?.onAirRoomId ?? null
          const { followers } = reach.get(r.creator_id) ?? NOTHING
          return author ? [{ kind: r.kind, author, followers, roomId }] : []
        })
        return { items: items.toSorted((a, b) => Number(b.roomId !== null) - Number(a.roomId !== null)) }
      }),

    getAuthorShop: ({ authorId }: InputOf<typeof getAuthorShop>): Promise<OutputOf<typeof getAuthorShop>> =>
      db.read(async (tx) => {
        const row = await alliance.shopOfAccount(tx, authorId)
        if (!row) return { shop: null }
        const name = (await shopNames(tx, [row])).get(row.shop_id)!
        return { shop: { shopId: row.shop_id, name, kind: row.kind } }
      }),

    /** @throws AppError DATE_INVALID */
    getShopCalendar: ({
      shopId,
      from,
      to,
    }: InputOf<typeof getShopCalendar>): Promise<OutputOf<typeof getShopCalendar>> =>
      db.read(async (tx) => {
        const creatorIds = creatorsOf(await linkedOf(tx, shopId))
        const authors = await content.authorCards(tx, creatorIds, null)
        const entries = await live.calendarOf(tx, creatorIds, new Date(from), new Date(to))
        return {
          entries: entries.flatMap((e) => {
            const author = authors.get(e.creatorId)
            return author ? [{ ...e, name: author.name }] : []
          }),
        }
      }),
  }
}
