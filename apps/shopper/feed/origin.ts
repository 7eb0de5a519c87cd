// Where a product was met: the attribution token its order will carry, and the place that signals cite. Kept for the tab, so
// that a reload between the video and the payment does not cost the creator the commission.
import type { FeedEntry } from './feed-store.ts'
import { tell, type SignalKind } from './feeds.ts'

type Origin = { token: string | null; entry: FeedEntry }

const KEY = 'serendip.origins'
const KEEP = 20

const origins = new Map<string, Origin>(read())

function read(): [string, Origin][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, Origin][]
  } catch {
    return []
  }
}

export function rememberOrigin(productId: string, entry: FeedEntry): void {
  origins.delete(productId)
  origins.set(productId, { token: entry.attribution[productId] ?? null, entry })
  while (origins.size > KEEP) origins.delete(origins.keys().next().value!)
  sessionStorage.setItem(KEY, JSON.stringify([...origins]))
}

export const attributionOf = (productId: string): string | null => origins.get(productId)?.token ?? null

/** A signal about a product that was met in the feed; silent about one that was not. */
export function tellAboutProduct(productId: string, kind: SignalKind): void {
  const origin = origins.get(productId)
  if (origin) tell(origin.entry, kind, { productId })
}

/** Whose content it was met in. */
export const creatorOf = (productId: string): string | null =>
  origins.get(productId)?.entry.content.author.creatorId ?? null
