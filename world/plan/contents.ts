// What creators make: which product, which scene, in whose voice, as a clip or as pictures, and on which day. Pure.
import type { Random } from '#kernel/random'
import type { Localized } from '#kernel/text'
import type { ContentDraft } from '#modules/content'
import { l, type Archetype, type CategoryId } from '../catalogue/archetype.ts'
import { CREATORS, DEMO_CREATOR, type CreatorSketch, type Tier } from '../catalogue/creators.ts'
import { VOICES, type VoiceId } from '../catalogue/voices.ts'
import { chance, pick, pickBy } from '../draw.ts'
import type { MediaLibrary, Picture } from '../media-library.ts'
import type { ProductPlan } from './market.ts'

export type CreatorPlan = CreatorSketch & { isDemo: boolean }

export type ContentPlan = {
  /** Index of its creator. */
  creator: number
  /** Indexes of its products. */
  products: number[]
  /** Days into the history; below 0: it was there before. */
  day: number
  draft: Omit<ContentDraft, 'productIds'>
}

const WEIGHT: Record<Tier, number> = { head: 10, shoulder: 6, waist: 4, tail: 1.4 }

/** The demo's creator is always among them; fewer than the catalogue are spread over the tiers. */
export function planCreators(count: number): CreatorPlan[] {
  const step = Math.max(1, CREATORS.length / count)
  const indexes = Array.from({ length: count }, (_, i) =>
    count < CREATORS.length ? Math.floor(i * step) : i,
  )
  if (!indexes.includes(DEMO_CREATOR)) indexes[indexes.findIndex((i) => i > DEMO_CREATOR)] = DEMO_CREATOR
  return indexes.map((i) => {
    const sketch = CREATORS[i % CREATORS.length]!
    const round = Math.floor(i / CREATORS.length)
    const name =
      round === 0 ? sketch.name : l(`${sketch.name.zh} ${round + 1}`, `${sketch.name.en} ${round + 1}`)
    return { ...sketch, name, isDemo: i === DEMO_CREATOR }
  })
}

type Market = { creators: readonly CreatorPlan[]; products: readonly ProductPlan[]; media: MediaLibrary }

export function planContents(
  random: Random,
  market: Market,
  size: { contents: number; contentsPerClip: number },
  days: number,
): ContentPlan[] {
  const offered = [...market.products.keys()].filter((i) => market.products[i]!.rateBps !== null)
  const byCategory = Map.groupBy(offered, (i) => market.products[i]!.archetype.categoryId)
  const clipUses = new Map<string, number>()
  const said = new Map<string, number>()
  return authors(random, market.creators, size.contents).map((creator, n) => {
    const author = market.creators[creator]!
    const fields = author.fields.filter((f) => byCategory.has(f))
    const main = productFor(random, market.products, byCategory, fields, demoShopFor(random, author, n))
    const { archetype } = market.products[main]!
    const { media, hook } = mediaOf(
      random,
      archetype,
      market.products[main]!,
      market.media,
      clipUses,
      size.contentsPerClip,
    )
    const second = chance(random, 0.22)
      ? besides(random, market.products, byCategory.get(archetype.categoryId)!, main)
      : null
    return {
      creator,
      products: second === null ? [main] : [main, second],
      day: chance(random, 0.5) ? -1 - random.next() * 9 : random.next() * days,
      draft: {
        ...wordsOf(random, archetype, author.voice, hook, said),
        media,
        tags: market.products[main]!.draft.tags!.slice(0, 5),
        categoryId: archetype.categoryId,
      },
    }
  })
}

/** Everyone makes one; the rest by tier, more the higher; the demo's creator makes eight. */
function authors(random: Random, creators: readonly CreatorPlan[], count: number): number[] {
  const all = [...creators.keys()]
  const demo = all.filter((i) => creators[i]!.isDemo).flatMap((i) => Array.from({ length: 7 }, () => i))
  const rest = Math.max(0, count - all.length - demo.length)
  return [
    ...all,
    ...demo,
    ...Array.from({ length: rest }, () => pickBy(random, all, (i) => WEIGHT[creators[i]!.tier])),
  ].slice(0, count)
}

/** The demo's shops have creators who like to show their goods; the demo's creator shows the first one's every other time. */
function demoShopFor(random: Random, author: CreatorPlan, n: number): number | null {
  if (author.isDemo) return n % 2 === 0 ? 0 : null
  return chance(random, 0.2) ? 0 : chance(random, 0.12) ? 1 : null
}

function productFor(
  random: Random,
  products: readonly ProductPlan[],
  byCategory: ReadonlyMap<CategoryId, number[]>,
  fields: readonly CategoryId[],
  shop: number | null,
): number {
  const all = [...byCategory.values()].flat()
  const own =
    shop === null
      ? []
      : all.filter(
          (i) =>
            products[i]!.shop === shop &&
            (fields.length === 0 || fields.includes(products[i]!.archetype.categoryId)),
        )
  if (own.length > 0) return pickBy(random, own, (i) => products[i]!.pull)
  const shelf =
    fields.length > 0 ? byCategory.get(pickBy(random, fields, (f) => 1 / (1 + fields.indexOf(f))))! : all
  return pickBy(random, shelf, (i) => products[i]!.pull)
}

function besides(
  random: Random,
  products: readonly ProductPlan[],
  shelf: readonly number[],
  main: number,
): number | null {
  const others = shelf.filter((i) => products[i]!.archetype.id !== products[main]!.archetype.id)
  return others.length > 0 ? pick(random, others) : null
}

function mediaOf(
  random: Random,
  archetype: Archetype,
  product: ProductPlan,
  media: MediaLibrary,
  uses: Map<string, number>,
  mostUses: number,
): { media: ContentDraft['media']; /** What a clip says at first, told once. */ hook: Localized | null } {
  const clip = media.clipsOf(archetype.id).find((c) => (uses.get(c.videoUrl) ?? 0) < mostUses)
  if (clip) {
    const before = uses.get(clip.videoUrl) ?? 0
    uses.set(clip.videoUrl, before + 1)
    const { hook, ...video } = clip
    return { media: { kind: 'video', ...video }, hook: before === 0 ? hook : null }
  }
  const shown = (p: Picture) => ({ url: p.url, width: p.width, height: p.height })
  const pictures = media.picturesOf(archetype.id)
  const first = pictures.find((p) => p.url === product.draft.images![0])!
  const others = pictures.filter((p) => p !== first).slice(0, 1 + random.int(4))
  return { media: { kind: 'images', images: [first, ...others].map(shown) }, hook: null }
}

/** The clip's own hook, the scene's own title, or one in the author's manner of speaking; the last line is always the author's. */
function wordsOf(
  random: Random,
  archetype: Archetype,
  voice: VoiceId,
  hook: Localized | null,
  said: Map<string, number>,
): { title: Localized; caption: Localized } {
  const scene = pick(random, archetype.scenes)
  const { titles, closings } = VOICES[voice]
  const told = said.get(scene.title.zh) ?? 0
  said.set(scene.title.zh, told + 1)
  const closing = pick(random, closings)
  return {
    title:
      hook ??
      (told === 0 || chance(random, 0.25) ? scene.title : filled(pick(random, titles), archetype.noun)),
    caption: l(`${scene.caption.zh}\n${closing.zh}`, `${scene.caption.en}\n${closing.en}`),
  }
}

function filled(pattern: Localized, noun: Localized): Localized {
  const en = pattern.en.replace('{}', noun.en)
  return l(pattern.zh.replace('{}', noun.zh), en[0]!.toUpperCase() + en.slice(1))
}
