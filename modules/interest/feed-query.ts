// What the stages of the feed hand to each other: one query, and candidates that gather their provenance on the way.
import type { Random } from '#kernel/random'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Content, Product } from './catalogue/entries.ts'
import type { OwnReason, PlacingRule } from './domain/placing-rule.ts'
import type { ReasonCode } from './domain/reason-text.ts'
import type { Settings } from './domain/settings.ts'
import type { Learner } from './learner/learner.ts'
import type { PersonEvent } from './learner/person.ts'
import type { Pull } from './learner/placer.ts'
import type { Shelf } from './shelf.ts'

export type Surface = 'recommend' | 'following'

/** A live room as it stands now: read for every slate, because what it shows changes by the minute and what is left by the second. */
export type RoomNow = {
  /** The product explained now, or the first of the bag. */
  productId: string | null
  /** Units of it that this room can still sell. */
  available: number
  /** When its sale or its minutes in the rundown end; null: open. */
  endsAtMs: number | null
  /** Present in the room. */
  viewers: number
}

/** What everybody shares: read by the stages, changed by none. */
export type FeedWorld = { catalogue: Catalogue; learner: Learner; shelf: Shelf }

export type FeedQuery = {
  readonly world: FeedWorld
  readonly accountId: string
  /** The organisation the viewer creates as, so that one's own content stays out. */
  readonly ownCreatorIds: readonly string[]
  readonly surface: Surface
  readonly count: number
  readonly atMs: number
  readonly random: Random
  readonly settings: Settings
  /** Rooms on air, by their content. A live content that is not here is over. */
  readonly rooms: ReadonlyMap<string, RoomNow>

  // Filled by the query hydrators; they stay empty on the path that does not read the person.
  instant: Map<string, number>
  long: Map<string, number>
  /** What explains the last things met, by feature. */
  taste: ReadonlyMap<string, number>
  /** Positive events, newest first. */
  recent: PersonEvent[]
  /** Where these point to, in the space of the towers. */
  pull: Pull | null
  /** How many contents of each category the person has met lately. */
  categoriesMet: Map<string, number>
  /** 1 while nothing is known to please this person, less with each content that did. */
  curiosity: number
  followed: ReadonlySet<string>
  seen: ReadonlyMap<string, number>
  served: ReadonlyMap<string, number>
  /** Of those served: which came back because they were the person's own. */
  ownServed: ReadonlyMap<string, number>
  bought: ReadonlyMap<string, number>

  /** How hot each content is for everybody, 0..1; filled by the trend source. */
  heat: ReadonlyMap<string, number>

  /** Whatever a source has proposed, by content: an item that several propose is one candidate. */
  readonly proposed: Map<string, Candidate>
}

export type Candidate = {
  readonly content: Content
  /** Sources that proposed it. */
  sources: string[]
  /** Which of the fresh it is, from 0; −1 when it is none of them. */
  freshPlace: number
  /** How well it fits each profile of the person, −2..2; 0 on the lists that do not ask. */
  readonly fit: { instant: number; long: number; taste: number }
  /** How likely it comes next after what was just enjoyed, 0..1. */
  similarity: number
  /** The product to show on it; null for content without goods. */
  product: Product | null
  /** Let back in although seen before. */
  repeated: boolean
  score: number
  scores: Record<string, number>
  /** What of the score foretells that it is enjoyed. */
  forecast: number
  /** What the second stage added to it. */
  revalued: number
  explored: boolean
  propensity: number
  /** What a promise of exposure added to the score. */
  promised: number
  /** So much of that because it is of the long tail. */
  promisedAsTail: number
  /** Why it may come back to this person; null for all that is no matter of theirs. */
  own: OwnReason | null
  /** Rules of placing that were broken for it, because nothing kept them all. */
  gaveWay: readonly PlacingRule[]
}

export type Reason = { code: ReasonCode; tag: string | null; weight: number }

/** A candidate for each content that is known, with `source` among its sources. */
export function propose(query: FeedQuery, contentIds: Iterable<string>, source: string): Candidate[] {
  const out: Candidate[] = []
  for (const id of contentIds) {
    const candidate = proposeOne(query, id, source)
    if (candidate) out.push(candidate)
  }
  return out
}

export function proposeOne(query: FeedQuery, contentId: string, source: string): Candidate | undefined {
  const candidate = query.proposed.get(contentId) ?? newCandidate(query, contentId)
  candidate?.sources.push(source)
  return candidate
}

const NO_SCORES: Record<string, number> = {}

function newCandidate(query: FeedQuery, contentId: string): Candidate | undefined {
  const { world, proposed } = query
  const content = world.catalogue.content(contentId)
  if (!content) return undefined
  const candidate: Candidate = {
    content,
    sources: [],
    freshPlace: -1,
    fit: { instant: 0, long: 0, taste: 0 },
    similarity: 0,
    product: productShown(query, content),
    repeated: false,
    score: 0,
    scores: NO_SCORES,
    forecast: 0,
    revalued: 0,
    explored: false,
    propensity: 0,
    promised: 0,
    promisedAsTail: 0,
    own: null,
    gaveWay: [],
  }
  proposed.set(contentId, candidate)
  return candidate
}

/** A room shows what it explains now; everything else what the catalogue chose for it. */
function productShown({ world, rooms }: FeedQuery, content: Content): Product | null {
  const shown = rooms.get(content.contentId)?.productId
  return (shown && world.catalogue.product(shown)) || content.product
}
