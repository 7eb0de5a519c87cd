// The catalogue in memory: everything that can be recommended, by id and by feature. Bounded by the shop window itself; what
// is withdrawn leaves it. A content without its published facts, or without a passed verdict, is simply not offered.
import { feature, type Feature } from '../domain/feature.ts'
import { PARAMS } from '../params.ts'
import {
  isAllowed,
  isSellable,
  type Content,
  type ContentFacts,
  type Product,
  type ProductFacts,
  type Seller,
} from './entries.ts'

export type Catalogue = ReturnType<typeof createCatalogue>

/** A row of the tables; null facts: only the verdict (or the rate) has been heard so far. */
export type ContentRow = { id: string; facts: ContentFacts | null; verdict: string | null }
export type ProductRow = {
  id: string
  facts: ProductFacts | null
  verdict: string | null
  rateBps: number | null
  soldLines: number
  refundedLines: number
}

const GONE = new Set(['withdrawn', 'rejected'])

export function createCatalogue() {
  const contents = new Map<string, Content>()
  const products = new Map<string, Product>()
  const byFeature = new Map<string, Set<string>>()
  /** Small numbers for features, so that what is known of them can stand side by side; given again when nothing has the feature. */
  const numbers = new Map<string, number>()
  const free: number[] = []
  const byCreator = new Map<string, Set<string>>()
  const byProduct = new Map<string, Set<string>>()
  const sellers = new Map<string, Seller>()
  let version = 0
  /** Contents that came, went or are about something else, since somebody asked. */
  const changed = new Set<string>()

  const goodsOf = (row: ContentFacts): Product[] => row.productIds.flatMap((id) => products.get(id) ?? [])
  const toShow = (goods: readonly Product[]): Product | null => goods.find(isSellable) ?? goods[0] ?? null

  function sellerOf(shopId: string): Seller {
    let seller = sellers.get(shopId)
    if (!seller) sellers.set(shopId, (seller = { sinceMs: Infinity }))
    return seller
  }

  function describe(row: ContentFacts, verdict: string | null): Content {
    const own = goodsOf(row)
    const category = row.categoryId ?? own[0]?.categoryId ?? 'other'
    const tags = [...new Set([...row.tags, ...own.flatMap((p) => p.tags)])].slice(0, PARAMS.features.maxTags)
    const weights = PARAMS.features
    const features = [
      { key: feature('category', category), weight: weights.category },
      { key: feature('creator', row.creatorId), weight: weights.creator },
      ...tags.map((t) => ({ key: feature('tag', t), weight: weights.tag })),
    ]
    const norm = Math.sqrt(features.reduce((sum, f) => sum + f.weight ** 2, 0))
    const shopIds = [...new Set(own.map((p) => p.shopId))]
    return {
      ...row,
      verdict,
      category,
      features,
      featureNumbers: features.map((f) => numberOf(f.key)),
      featureWeights: features.map((f) => f.weight),
      norm,
      shopIds,
      sellers: shopIds.map(sellerOf),
      product: toShow(own),
    }
  }

  function numberOf(key: Feature): number {
    let number = numbers.get(key)
    if (number === undefined) numbers.set(key, (number = free.pop() ?? numbers.size))
    return number
  }

  function index(c: Content): void {
    for (const f of c.features) add(byFeature, f.key, c.contentId)
    add(byCreator, c.creatorId, c.contentId)
    for (const id of c.productIds) add(byProduct, id, c.contentId)
  }
  function unindex(c: Content): void {
    c.features.forEach(({ key }, k) => {
      drop(byFeature, key, c.contentId)
      if (!byFeature.has(key) && numbers.delete(key)) free.push(c.featureNumbers[k]!)
    })
    drop(byCreator, c.creatorId, c.contentId)
    for (const id of c.productIds) drop(byProduct, id, c.contentId)
  }
  function put(facts: ContentFacts, verdict: string | null): void {
    const before = contents.get(facts.contentId)
    if (before) unindex(before)
    const now = describe(facts, verdict)
    contents.set(facts.contentId, now)
    changed.add(facts.contentId)
    index(now)
    if (now.publishedAtMs === null) return
    for (const seller of now.sellers) seller.sinceMs = Math.min(seller.sinceMs, now.publishedAtMs)
  }

  return {
    /** Counts changes of what there is and what it is about; lists made from the catalogue are stale when it moves. */
    get version() {
      return version
    },
    get size() {
      return contents.size
    },
    putContent({ id, facts, verdict }: ContentRow): void {
      version += 1
      if (facts && !GONE.has(facts.state)) return put(facts, verdict)
      const before = contents.get(id)
      if (before) unindex(before)
      if (contents.delete(id)) changed.add(id)
    },

    putProduct({ id, facts, verdict, rateBps, soldLines, refundedLines }: ProductRow): void {
      if (!facts) return
      const before = products.get(id)
      products.set(id, { ...facts, verdict, rateBps, soldLines, refundedLines })
      const same =
        before &&
        before.shopId === facts.shopId &&
        before.categoryId === facts.categoryId &&
        before.tags.join() === facts.tags.join()
      if (!same) version += 1
      for (const contentId of Array.from(byProduct.get(id) ?? NONE)) {
        const c = contents.get(contentId)!
        if (same) c.product = toShow(goodsOf(c))
        else put(c, c.verdict)
      }
    },

    /** What changed since this was asked last: for one reader, who keeps what is made of contents. */
    takeChanged(): string[] {
      const ids = [...changed]
      changed.clear()
      return ids
    },

    content: (id: string): Content | undefined => contents.get(id),
    product: (id: string): Product | undefined => products.get(id),
    /** Everything that may be shown at all. */
    *allowed(): Generator<Content> {
      for (const c of contents.values()) if (isAllowed(c)) yield c
    },
    /** How many numbers of features there are, and the one of this feature; −1 when nothing has it. */
    get features() {
      return numbers.size + free.length
    },
    featureNumber: (f: string): number => numbers.get(f) ?? -1,
    withFeature: (f: Feature): ReadonlySet<string> => byFeature.get(f) ?? NONE,
    byCreator: (creatorId: string): ReadonlySet<string> => byCreator.get(creatorId) ?? NONE,
    showing: (productId: string): ReadonlySet<string> => byProduct.get(productId) ?? NONE,
  }
}

const NONE: ReadonlySet<string> = new Set()

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const set = index.get(key)
  if (set) set.add(id)
  else index.set(key, new Set([id]))
}

function drop(index: Map<string, Set<string>>, key: string, id: string): void {
  const set = index.get(key)
  if (set?.delete(id) && set.size === 0) index.delete(key)
}
