// The next slate, from interest to card: rank, fetch the cards, ask governance once more (no answer means no), log the slate,
// then answer. Four statements, whatever the size of the slate; three more when a spare must stand in for what cannot be shown. In a
// burst only the contents are read for each viewer alone: goods, governance and the log are asked for all the slates that wait.
import type { OutputOf, InputOf } from '#kernel/contract'
import type { ContentCard } from '#kernel/content-card'
import type { Id } from '#kernel/ids'
import type { ProductCard } from '#kernel/product-card'
import type { Content } from '#modules/content'
import type { Governance } from '#modules/governance'
import type { DraftItem, Interest, SlateDraft } from '#modules/interest'
import type { getFeed } from '#modules/interest/contract'
import type { Shop } from '#modules/shop'
import type { Signals, SlateLog } from '#modules/signals'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { gather } from '#platform/gather'
import type { PlayUrls } from '#platform/live-engine'
import { issueAttribution } from './attribution.ts'
import { roomsByCreator, type ReadRoomsNow } from './rooms-now.ts'

type Doors = { interest: Interest; content: Content; shop: Shop; governance: Governance; signals: Signals }
type Feed = OutputOf<typeof getFeed>

/** A drafted item with what can be shown of it. */
type Showable = { item: DraftItem; content: ContentCard; product: ProductCard | null }

/** What the feed asks about rooms; without it there are none in it. */
export type FeedRooms = { now: ReadRoomsNow; playUrls: (roomId: string) => PlayUrls | null }

/** How many statements for slates that wait together are on their way at once, and for how many slates each. */
const SLATES_TOGETHER = { atOnce: 2, most: 16 }

export function createFeed({ db, config }: Pick<Deps, 'db' | 'config'>, doors: Doors, rooms: FeedRooms) {
  const { interest, signals } = doors
  const look = createLook(db, doors)
  const write = gather(async (slates: readonly SlateLog[]) => {
    await db.read((tx) => signals.logSlatesAlone(tx, slates))
    return slates
  }, SLATES_TOGETHER)
  return {
    async getFeed({ surface, count }: InputOf<typeof getFeed>, ctx: Ctx): Promise<Feed> {
      const accountId = personOf(ctx)
      const onAir = await rooms.now()
      const draft = await interest.nextSlate({
        accountId,
        ownCreatorIds: creatorsOf(ctx),
        surface,
        count,
        rooms: onAir,
      })
      const first = await showable(look, draft.items.slice(0, count), accountId)
      const missing = count - first.length
      const spares = missing > 0 ? await showable(look, draft.items.slice(count), accountId) : []
      const shown = [...first, ...spares.slice(0, missing)]
      const slate = logOf(draft, shown)
      const byCreator = roomsByCreator(onAir)
      await write(slate)
      return answer(
        slate,
        shown.map((s) => withRooms(s, rooms, byCreator)),
        config.secret,
        doors,
      )
    },
  }
}

/** A room's content says where its picture comes from; any other, where its author is on air. */
function withRooms(
  shown: Showable,
  { playUrls }: FeedRooms,
  byCreator: ReadonlyMap<string, Id<'rom'>>,
): Showable {
  const { media } = shown.content
  if (media.kind !== 'live') {
    const authorRoomId = byCreator.get(shown.content.author.creatorId)
    return authorRoomId ? { ...shown, content: { ...shown.content, authorRoomId } } : shown
  }
  return { ...shown, content: { ...shown.content, media: { ...media, play: playUrls(media.roomId) } } }
}

const creatorsOf = (ctx: Ctx): string[] =>
  ctx.actor.kind === 'person'
    ? ctx.actor.memberships.filter((m) => m.orgKind === 'creator').map((m) => m.orgId)
    : []

type Asked = { content: readonly Id<'cnt'>[]; product: readonly Id<'prd'>[] }
/** Perhaps of more than was asked about. `onSale`: what may be shown and can be bought. */
type Known = { allowed: ReadonlySet<string>; onSale: ReadonlyMap<Id<'prd'>, ProductCard> }

function createLook(db: Deps['db'], { content, shop, governance }: Doors) {
  const ask = gather(async (slates: readonly Asked[]): Promise<Known[]> => {
    const all = {
      content: unique(slates.flatMap((s) => s.content)),
      product: unique(slates.flatMap((s) => s.product)),
    }
    const [allowed, cards] = await db.read((tx) =>
      Promise.all([governance.mayBeShown(tx, all), shop.cards(tx, all.product)]),
    )
    const known = {
      allowed,
      onSale: new Map(
        cards
          .filter((p) => p.availability === 'onSale' && allowed.has(p.productId))
          .map((p) => [p.productId, p]),
      ),
    }
    return slates.map(() => known)
  }, SLATES_TOGETHER)
  return (asked: Asked, viewerId: Id<'usr'>) =>
    Promise.all([ask(asked), db.read((tx) => content.cards(tx, asked.content, viewerId))])
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)]

/** Fails closed: without a card or governance's yes, an item (or a product) is left out. */
async function showable(
  look: ReturnType<typeof createLook>,
  items: readonly DraftItem[],
  viewerId: Id<'usr'>,
): Promise<Showable[]> {
  if (items.length === 0) return []
  const [{ allowed, onSale }, contents] = await look(
    { content: items.map((i) => i.contentId), product: items.flatMap((i) => i.productIds) },
    viewerId,
  )
  const contentById = new Map(contents.map((c) => [c.contentId, c]))
  return items.flatMap((item): Showable[] => {
    const card = contentById.get(item.contentId)
    if (!card || !allowed.has(item.contentId)) return []
    const preferred = item.productId === null ? [] : [item.productId]
    const productId = [...preferred, ...item.productIds].find((id) => onSale.has(id))
    if (item.productIds.length > 0 && productId === undefined) return []
    return [{ item, content: card, product: productId === undefined ? null : onSale.get(productId)! }]
  })
}

const logOf = (
  { count: _, items: _drafted, ...draft }: SlateDraft,
  shown: readonly Showable[],
): SlateLog => ({
  ...draft,
  items: shown.map(({ item: { productId: _shown, ...item } }, position) => ({ ...item, position })),
})

function answer(
  slate: SlateLog,
  shown: readonly Showable[],
  secret: string,
  { interest, shop }: Doors,
): Feed {
  const { slateId, accountId, servedAt: at, personalised } = slate
  return {
    slateId,
    personalised,
    servedAt: at,
    items: shown.map(({ item, content, product }, position) => ({
      position,
      content,
      product,
      attribution: Object.fromEntries(
        item.productIds.map((productId) => [
          productId,
          issueAttribution(secret, {
            v: 1,
            slateId,
            position,
            contentId: item.contentId,
            creatorId: item.creatorId,
            productId,
            accountId,
            at,
          }),
        ]),
      ),
      why: item.why.slice(0, 2).map(({ code, tag }) => ({
        code,
        tag,
        label: interest.reasonText(code, tag === null ? null : shop.labelOf(...kindAndCode(tag))),
      })),
      sponsored: false,
    })),
  }
}

/** The chips name tags and categories only. */
const kindAndCode = (tag: string): ['tag' | 'category', string] => {
  const [kind = '', code = ''] = tag.split(/:(.*)/s)
  return [kind === 'category' ? 'category' : 'tag', code]
}
