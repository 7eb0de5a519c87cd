// What becomes of what is sold: the engine's return head, told of purchases and of what came back in the order of the log, and asked how
// likely a product would come back from this person. Everything it starts from is counted from the log, not from the catalogue's copy of
// sales: a replay must find what was known then.
import { createReturnHead, hashOf, numberOf, type ReturnHeadDump } from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content, Product } from '../catalogue/entries.ts'
import { feature } from '../domain/feature.ts'
import type { Outcome } from '../domain/outcome.ts'
import { mayLearn, type Settings } from '../domain/settings.ts'
import { PARAMS } from '../params.ts'
import { createFigures } from './figures.ts'

export type ReturnForeteller = ReturnType<typeof createReturnForeteller>
export type ReturnForetellerDump = ReturnHeadDump

/** What a sale belongs to, from the many to the few. */
const LEVELS = ['all', 'category', 'price', 'seller', 'maker', 'goods', 'person', 'personInCategory'] as const
const FIELD = Object.fromEntries(LEVELS.map((level, k) => [level, k])) as Record<
  (typeof LEVELS)[number],
  number
>

export function createReturnForeteller(catalogue: Catalogue, settingsOf: (accountId: string) => Settings) {
  const head = createReturnHead({ ...PARAMS.returns, usual: PARAMS.priors.refund.rate, keys: LEVELS.length })
  const figures = createFigures()
  const onSettled = (chance: number, returned: boolean) => figures.note(chance, chance, returned)
  const keys = new Uint32Array(LEVELS.length)

  /** Who was forgotten, or forgot an interest, before `atMs` goes by another name since; see `Settings`. */
  function keysOf(
    accountId: string,
    product: Product,
    content: Content | undefined,
    atMs: number,
  ): Uint32Array {
    const { clearedAtMs, forgotten } = settingsOf(accountId)
    const since = (ms: number) => (ms < atMs ? ms : 0)
    const person = hashOf(FIELD.person, numberOf(accountId), since(clearedAtMs))
    const category = numberOf(product.categoryId)
    const own = hashOf(0, category, since(forgotten[feature('category', product.categoryId)] ?? 0))
    keys[FIELD.all] = hashOf(FIELD.all, 0)
    keys[FIELD.category] = hashOf(FIELD.category, category)
    keys[FIELD.price] = hashOf(FIELD.price, priceBandOf(product))
    keys[FIELD.seller] = hashOf(FIELD.seller, numberOf(product.shopId))
    keys[FIELD.maker] = hashOf(FIELD.maker, content ? numberOf(content.creatorId) : 0)
    keys[FIELD.goods] = hashOf(FIELD.goods, numberOf(product.productId))
    keys[FIELD.person] = person
    keys[FIELD.personInCategory] = hashOf(FIELD.personInCategory, person, own)
    return keys
  }

  return {
    /** A purchase, or its end. In the order of the log. What ends while its person lets nothing be learned is not learned as kept either. */
    learn({ kind, accountId, contentId, productId, lineId, at }: Outcome): void {
      if (!lineId) return
      const atMs = at.getTime()
      const allowed = mayLearn(settingsOf(accountId), atMs)
      if (kind === 'return' && allowed) return head.ended(lineId, 'returned', atMs, onSettled)
      if (kind === 'return' || kind === 'unbuy') return head.ended(lineId, 'undone', atMs, onSettled)
      const product = productId === null ? undefined : catalogue.product(productId)
      if (kind !== 'buy' || !product || !allowed) return
      const content = contentId === null ? undefined : catalogue.content(contentId)
      head.bought(lineId, keysOf(accountId, product, content, atMs), atMs, onSettled)
    },

    /** The chance that this person sends it back, when it is bought now from this content. */
    chance: (accountId: string, product: Product, content: Content, atMs: number): number =>
      head.foretell(keysOf(accountId, product, content, atMs), atMs),

    /** How well it foretold the last sales whose window is over, of this process; and what it holds. */
    read: () => ({ ...figures.read(), ...head.report() }),
    dump: (): ReturnForetellerDump => head.dump(),
    restore: (from: ReturnForetellerDump): void => head.restore(from),
  }
}

const priceBandOf = ({ minPriceMinor }: Product): number =>
  Math.round(Math.log(1 + minPriceMinor) / Math.log(PARAMS.secondStage.priceStep))
