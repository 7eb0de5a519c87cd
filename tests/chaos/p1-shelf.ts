// P1's second half: one stock sold through several doors at once. Bundles that share a part, two warehouses, present stock with a presale
// behind it, and one variant on the shelf, through a creator's card and in a sale's pool. Counted: what was placed against what there was.
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { tables, type Database } from '#platform/database'
import type { Shop, SkuForOrder } from '#modules/shop'
import { aListedProduct, aSku } from '#modules/shop/fixtures'

type Say = (line: string) => void
type Line = Parameters<Shop['reserveStock']>[2][number]
const AT_ONCE = 64
const LATER_MS = 15 * 60_000

/** `crowd` holds from all doors at once; answers how many units of each variant and pool were held. */
export async function shelfFigures(db: Database, shop: Shop, shopId: Id<'shp'>, crowd: number, say: Say) {
  let astray = 0
  let holds = 0
  const list = (...skus: object[]) =>
    db.transaction((tx) => aListedProduct(tx, shop, shopId, { skus: skus.map((s) => aSku(s)) }))
  const facts = async (skuId: Id<'sku'>): Promise<SkuForOrder> =>
    (await db.read((tx) => shop.skusForOrder(tx, [skuId])))[0]!

  async function rush(what: string, lineOf: (i: number) => Line[], province: (i: number) => string | null) {
    const expiresAt = new Date(Date.UTC(2030, 0, 1) + LATER_MS)
    const made: { id: string; lines: Line[] }[] = []
    let next = 0
    let other = 0
    const worker = async () => {
      while (next < crowd) {
        const i = next++
        const [id, lines] = [`p1-${what}-${(holds += 1)}`, lineOf(i)]
        try {
          await db.transaction((tx) => shop.reserveStock(tx, id, lines, expiresAt, province(i)))
          made.push({ id, lines })
        } catch (error) {
          if (!(error instanceof AppError && error.code === 'SOLD_OUT')) other++
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    astray += other
    return made
  }

  // Bundles that share a part, and the part alone: 100 cups; a pair takes two, a set one with a lid.
  const { skuIds: parts } = await list({ onHand: 100 }, { onHand: 1_000 })
  const [cup, lid] = parts as [Id<'sku'>, Id<'sku'>]
  const { skuIds: bundles } = await list(
    { onHand: 0, parts: [{ skuId: cup, qty: 2 }] },
    { onHand: 0, parts: [cup, lid].map((skuId) => ({ skuId, qty: 1 })) },
  )
  const pair = { skuId: bundles[0]!, qty: 1, parts: (await facts(bundles[0]!)).parts }
  const set = { skuId: bundles[1]!, qty: 1, parts: (await facts(bundles[1]!)).parts }
  const ways: Line[][] = [[pair], [set], [{ skuId: cup, qty: 1 }], [pair, set, { skuId: cup, qty: 1 }]]
  const cups = await rush(
    'bundle',
    (i) => ways[i % ways.length]!,
    () => null,
  )
  const cupsOf = (lines: Line[]) =>
    lines.reduce((n, l) => n + (l.parts ? (l.parts.find((p) => p.skuId === cup)?.qty ?? 0) : l.qty), 0)
  const bundleOversold = Math.max(0, cups.reduce((n, h) => n + cupsOf(h.lines), 0) - 100)
  const bundleUndersold = Math.max(0, (await facts(cup)).available - 3) // a cart that wants four may be left over
  say(`bundles sharing a part: ${cups.length} carts took ${100 - (await facts(cup)).available} of 100 cups`)

  // Two warehouses, 60 and 40, buyers in both provinces: all of it is sold, and each place gave what it had.
  const { skuIds: lying } = await list({ onHand: 60 })
  const east = await db.transaction((tx) =>
    shop.openWarehouse(tx, shopId, { name: 'east', provinces: ['zhejiang'] }, 'main'),
  )
  const there = lying[0]!
  await db.transaction((tx) =>
    shop.countStock(tx, shopId, [{ skuId: there, warehouseId: east.warehouse_id, delta: 40 }], {
      reason: 'received',
      by: 'chaos',
    }),
  )
  const sent = await rush(
    'place',
    () => [{ skuId: there, qty: 1 }],
    (i) => (i % 2 ? '浙江' : '四川'),
  )
  const [place] = await rowsOf<{ reserved: number }>(
    db,
    sql`select reserved from shop.warehouse_stock where sku_id = ${there}`,
  )
  const placesWrong =
    Math.abs(sent.length - Math.min(100, crowd)) + (sent.length === 100 ? 40 - place!.reserved : 0)
  say(`two warehouses: ${sent.length} of 100 sold, ${place!.reserved} of 40 from the second`)

  // Shelf, a sale's pool and a presale of one variant: each sells its own, together all of it.
  const { skuIds: hot } = await list({ onHand: 80 })
  const hotSku = hot[0]!
  const poolId = await db.transaction(async (tx) => {
    const id = await shop.openPool(tx, hotSku, 'sal_chaos')
    await shop.moveToPool(tx, id, 30)
    return id
  })
  await db.transaction((tx) => shop.setPresale(tx, { shopId, skuId: hotSku, left: 20, shipsAt: inDays(30) }))
  const presaleId = (await facts(hotSku)).presale!.poolId
  const doors: Line[] = [
    { skuId: hotSku, qty: 1 },
    { skuId: hotSku, qty: 1, poolId },
    { skuId: hotSku, qty: 1, poolId: presaleId },
  ]
  const sold = await rush(
    'door',
    (i) => [doors[i % 3]!],
    () => null,
  )
  const perDoor = doors.map((d) => sold.filter((h) => h.lines[0]!.poolId === d.poolId).length)
  const expected = [50, 30, 20].map((n) => Math.min(n, Math.floor(crowd / 3)))
  const doorsWrong = perDoor.reduce(
    (n, got, i) => n + Math.max(0, got - [50, 30, 20][i]!) + Math.max(0, expected[i]! - got),
    0,
  )
  say(`one variant through shelf, sale and presale: ${perDoor.join(' + ')} of 50 + 30 + 20`)
  return { bundleOversold, bundleUndersold, placesWrong, doorsWrong, shelfStrayErrors: astray }
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

const rowsOf = async <R>(db: Database, text: ReturnType<typeof sql>): Promise<R[]> =>
  (await db.read((tx) => text.execute(tables<unknown>(tx)))).rows as R[]
