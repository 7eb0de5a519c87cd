// What becomes of what is sold: the engine's return head, told of purchases and of what came back in the order of the log, and asked how
// likely a product would come back from this person. Everything it starts from is counted from the log, not from the catalogue's copy of
// sales: a replay must find what was known then.
import { createNumbering, createReturnHead, hashOf, type ReturnHeadDump } from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Content, Product } from '../catalogue/entries.ts'
import { feature } from '../domain/feature.ts'
import type { Outcome } from '../domain/outcome.ts'
import { mayLearn, type Settings } from '../domain/settings.ts'
import { PARAMS } from '../params.ts'
import { createFigures } from './figures.ts'

export type ReturnForeteller = ReturnType<typeof createReturnForeteller>
export type ReturnForetellerDump = { head: ReturnHeadDump; names: string[] }

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
  const names = createNumbering(PARAMS.secondStage.names)
  const keys = new Uint32Array(LEVELS.length)

  /** By the numbers there are, or, to `meet` them, new ones. What was cleared or forgotten before `atMs` goes by another name since. */
  function keysOf(
    number: (name: string) => number,
    accountId: string,
    product: Product,
    content: Content | undefined,
    atMs: number,
  ): Uint32Array {
    const { clearedAtMs, forgotten } = settingsOf(accountId)
    const since = (name: string, ms = 0) => number(ms > 0 && ms < atMs ? `${name}/${ms}` : name)
    const category = feature('category', product.categoryId)
    const person = since(accountId, clearedAtMs)
    keys[FIELD.all] = hashOf(FIELD.all, 0)
    keys[FIELD.category] = hashOf(FIELD.category, number(category))
    keys[FIELD.price] = hashOf(FIELD.price, priceBandOf(product))
    keys[FIELD.seller] = hashOf(FIELD.seller, number(product.shopId))
    keys[FIELD.maker] = hashOf(FIELD.maker, number(content?.creatorId ?? NO_MAKER))
    keys[FIELD.goods] = hashOf(FIELD.goods, number(product.productId))
    keys[FIELD.person] = hashOf(FIELD.person, person)
    keys[FIELD.personInCategory] = hashOf(
      FIELD.personInCategory,
      person,
      since(category, forgotten[category]),
    )
    return keys
  }

  return {
    /**
     * A purchase, or its end. In the order of the log. What ends while its person lets nothing be learned is not learned as kept
     * either.
     */
    learn({ kind, accountId, contentId, productId, lineId, at }: Outcome): void {
      if (!lineId) return
      const atMs = at.getTime()
      const allowed = mayLearn(settingsOf(accountId), atMs)
      if (kind === 'return' && allowed) return head.ended(lineId, 'returned', atMs, onSettled)
      if (kind === 'return' || kind === 'unbuy') return head.ended(lineId, 'undone', atMs, onSettled)
      const product = productId === null ? undefined : catalogue.product(productId)
      if (kind !== 'buy' || !product || !allowed) return
      const content = contentId === null ? undefined : catalogue.content(contentId)
      head.bought(lineId, keysOf(names.meet, accountId, product, content, atMs), atMs, onSettled)
    },

    /** The chance that this person sends it back, when it is bought now from this content. */
    chance: (accountId: string, product: Product, content: Content, atMs: number): number =>
      head.foretell(keysOf(names.of, accountId, product, content, atMs), atMs),

    /** How well it foretold the last sales whose window is over, of this process; and what it holds. */
    read: () => ({ ...figures.read(), ...head.report() }),
    dump: (): ReturnForetellerDump => ({ head: head.dump(), names: names.dump() }),
    restore(from: ReturnForetellerDump): void {
      head.restore(from.head)
      names.restore(from.names)
    },
  }
}

/** Bought straight from the mall. */
const NO_MAKER = ''
const priceBandOf = ({ minPriceMinor }: Product): number =>
  Math.round(Math.log(1 + minPriceMinor) / Math.log(PARAMS.secondStage.priceStep))
