// One sitting with the feed: a slate is asked for, every place is looked at for as long as it holds this person, what was done is
// sent as the app sends it (impression, what a finger did, dwell, swipe), and the next slate already knows.
import type { OutputOf } from '#kernel/contract'
import type { Random } from '#kernel/random'
import { follow, like, postComment, replyToComment, share } from '#modules/content/contract'
import { getFeed, notInterested } from '#modules/interest/contract'
import { MAX_WATCHED, record, type SignalIn } from '#modules/signals/contract'
import { ANY_COMMENTS, AUTHOR_REPLIES, CATEGORY_COMMENTS } from '../catalogue/comments.ts'
import type { CategoryId } from '../catalogue/archetype.ts'
import type { Tier } from '../catalogue/creators.ts'
import { between, chance, pick } from '../draw.ts'
import { reactTo, type Reaction } from '../plan/reaction.ts'
import { buy } from './buying.ts'
import { later, type Goods, type Shopper, type Story, type Wish } from './cast.ts'

type FeedItem = OutputOf<typeof getFeed>['items'][number]
type Signal = SignalIn

const SLATE = 20
const RENOWN: Record<Tier, number> = { head: 3, shoulder: 1.2, waist: 0.5, tail: 0.25 }
const MAX_SLATES = 4
const SCROLL_MS = 350
/** A thing that was looked at and stays in mind. */
const REMEMBERED = 0.5

export async function browse(story: Story, shopper: Shopper, name: string, choice: Random): Promise<void> {
  const { platform, tally } = story
  const stamp = () => platform.scenes.clock.now().getTime()
  for (let nth = 0; nth < MAX_SLATES; nth++) {
    const feed = await platform.call(getFeed, { count: SLATE }, shopper.who)
    if (feed.items.length === 0) return
    tally.slates++
    const signals: Signal[] = []
    const wishes: Wish[] = []
    for (const item of feed.items) {
      const goods = item.product ? story.cast.goodsById.get(item.product.productId) : undefined
      const reaction = reactTo(choice, shopper.plan.taste, {
        tags: item.content.tags,
        categoryId: item.content.categoryId,
        priceLevel: goods && item.product ? levelOf(goods, BigInt(item.product.minPriceMinor)) : null,
        durationMs: item.content.media.kind === 'video' ? item.content.media.durationMs : null,
        renown: RENOWN[story.cast.authorById.get(item.content.author.creatorId)!.plan.tier],
      })
      signals.push(...signalsOf(story, feed.slateId, item, reaction, stamp()))
      platform.scenes.wait(
        reaction.dwellMs + SCROLL_MS + (reaction.sheet ? between(choice, 4_000, 25_000) : 0),
      )
      tally.impressions++
      if (reaction.click) tally.clicks++
      if (goods && reaction.click) {
        const wish = { goods, attribution: item.attribution[goods.productId]!, atMs: stamp() }
        if (reaction.buy) wishes.push(wish)
        else if (reaction.cart || chance(choice, REMEMBERED)) shopper.wishes.push(wish)
      }
      await act(story, shopper, item, reaction, choice)
    }
    await send(story, shopper, signals)
    await dislike(story, shopper, feed.slateId, feed.items, choice)
    if (wishes.length > 0) await buy(story, shopper, wishes, `${name}/${nth}`, choice)
    if (!chance(choice, 0.15 + 0.45 * shopper.plan.taste.patience)) return
    platform.scenes.wait(between(choice, 1_000, 20_000))
  }
}

async function send({ platform, tally }: Story, shopper: Shopper, signals: readonly Signal[]): Promise<void> {
  const sentAt = platform.scenes.clock.now().toISOString()
  const { accepted, refused } = await platform.call(record, { sentAt, items: [...signals] }, shopper.who)
  if (refused.length > 0) throw new Error(`The platform refused a signal: ${JSON.stringify(refused[0])}`)
  tally.signals += accepted
}

/** A price against the middle of what such things cost. */
const levelOf = (
  {
    archetype: {
      priceYuan: [low, high],
    },
  }: Goods,
  priceMinor: bigint,
): number => Number(priceMinor) / 100 / ((low + high) / 2)

function signalsOf(
  { platform }: Story,
  slateId: SignalIn['slateId'],
  item: FeedItem,
  r: Reaction,
  fromMs: number,
): Signal[] {
  const { contentId, media } = item.content
  const signal = (kind: SignalIn['kind'], afterMs: number, more: Partial<SignalIn> = {}): Signal => ({
    id: platform.scenes.ids.next('sig'),
    kind,
    at: new Date(fromMs + afterMs).toISOString(),
    slateId,
    position: item.position,
    contentId,
    ...(media.kind === 'video' ? { clipAtMs: Math.round(afterMs % media.durationMs) } : {}),
    ...more,
  })
  const card = item.product ? { productId: item.product.productId } : {}
  const durationMs = media.kind === 'video' ? { durationMs: media.durationMs } : {}
  return [
    signal('impression', 0),
    ...(r.click ? [signal('click', r.dwellMs * 0.7, card)] : []),
    ...(r.sheet ? [signal('sheet', r.dwellMs * 0.7 + 300, card)] : []),
    ...(r.cart ? [signal('cart', r.dwellMs * 0.7 + 3_000, card)] : []),
    ...(r.like ? [signal('like', r.dwellMs * 0.8)] : []),
    ...(r.comment ? [signal('comment', r.dwellMs * 0.9)] : []),
    ...(r.follow ? [signal('follow', r.dwellMs * 0.9)] : []),
    ...(r.share ? [signal('share', r.dwellMs * 0.9)] : []),
    signal('dwell', r.dwellMs, {
      dwellMs: r.dwellMs,
      ...durationMs,
      ...(media.kind === 'video' ? { watched: roundsOf(r.dwellMs, media.durationMs) } : {}),
    }),
    signal('swipe', r.dwellMs, { dwellMs: r.dwellMs, ...durationMs }),
  ]
}

/** What a clip played while it was on screen, as the app's player tells it: whole rounds and what was left of the last. */
function roundsOf(dwellMs: number, durationMs: number): [number, number][] {
  const rounds = Math.min(MAX_WATCHED, Math.ceil(dwellMs / durationMs))
  return Array.from({ length: rounds }, (_, round) => [0, Math.min(durationMs, dwellMs - round * durationMs)])
}

async function act(
  story: Story,
  shopper: Shopper,
  item: FeedItem,
  r: Reaction,
  choice: Random,
): Promise<void> {
  const { platform, tally } = story
  const { contentId, author, categoryId } = item.content
  if (r.like && !item.content.likedByViewer) {
    await platform.call(like, { contentId }, shopper.who)
    tally.likes++
  }
  if (r.share) await platform.call(share, { contentId }, shopper.who)
  if (r.follow && !author.followedByViewer) {
    await platform.call(follow, { authorId: author.creatorId }, shopper.who)
    tally.follows++
  }
  if (!r.comment) return
  const said = pick(choice, [...ANY_COMMENTS, ...(CATEGORY_COMMENTS[categoryId as CategoryId] ?? [])])
  const { commentId } = await platform.call(
    postComment,
    { contentId, text: said[shopper.plan.locale] },
    shopper.who,
  )
  tally.comments++
  const creator = story.cast.authorById.get(author.creatorId)
  if (!creator || !chance(choice, 0.25)) return
  const text = pick(choice, AUTHOR_REPLIES)[shopper.plan.locale]
  later(
    story,
    `reply ${commentId}`,
    platform.scenes.clock.now().getTime() + between(choice, 0.5, 20) * 3_600_000,
    async () => {
      await platform.call(replyToComment, { creatorId: creator.creatorId, commentId, text }, creator.owner)
    },
  )
}

/** Once in a while somebody says no to a whole shelf. */
async function dislike(
  { platform }: Story,
  shopper: Shopper,
  slateId: SignalIn['slateId'],
  items: readonly FeedItem[],
  choice: Random,
): Promise<void> {
  if (!chance(choice, 0.006)) return
  const { taste } = shopper.plan
  const [least] = items.toSorted(
    (a, b) =>
      (taste.shelves.get(a.content.categoryId as CategoryId) ?? 0) -
      (taste.shelves.get(b.content.categoryId as CategoryId) ?? 0),
  )
  if (least)
    await platform.call(
      notInterested,
      { slateId, position: least.position, about: chance(choice, 0.5) ? 'content' : 'creator' },
      shopper.who,
    )
}
