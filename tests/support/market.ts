// Something to sell and people to buy it, straight through the doors: shops, listed products, buyers with an address and
// a session. For benches and chaos runs, which need hundreds of them in seconds.
import { sql } from 'kysely'
import { systemClock, type Clock } from '#kernel/clock'
import { createIds, type Id } from '#kernel/ids'
import { secureRandom } from '#kernel/random'
import type { Deps } from '#platform/context'
import { openDatabase, tables, type Database } from '#platform/database'
import { silentLogger } from '#platform/logger'
import { createDoors, type Doors } from '#server/doors'
import { aPerson } from '../../modules/identity/fixtures.ts'
import { aListedProduct, aShop, aSku } from '../../modules/shop/fixtures.ts'

export type Buyer = { accountId: Id<'usr'>; token: string; addressId: Id<'adr'> }
export type Market = {
  shops: Id<'shp'>[]
  skus: Id<'sku'>[]
  skuOf: Map<Id<'shp'>, Id<'sku'>[]>
  buyers: Buyer[]
  priceMinor: bigint
}
export type MarketSize = { shops: number; skusPerShop: number; stock: number; buyers: number }

export const MARKET_PRICE = 12_900n

/** Doors on a database, outside any server. `secret` must be the server's for tokens to be known to it. */
export function openDoors(
  url: string,
  options: { secret: string; clock?: Clock; poolSize?: number; db?: Database; engineThread?: boolean },
): { db: Database; doors: Doors; deps: Deps } {
  const db = options.db ?? openDatabase({ url, poolSize: options.poolSize ?? 8 })
  const clock = options.clock ?? systemClock
  const random = secureRandom()
  const deps: Deps = {
    db,
    clock,
    random,
    ids: createIds(clock, random),
    log: silentLogger,
    config: {
      databaseUrl: url,
      port: 0,
      host: '127.0.0.1',
      channelPort: 4001,
      channelUrl: null,
      publicUrl: 'http://localhost',
      dataDir: '',
      demo: true,
      secret: options.secret,
      paymentSandbox: null,
      logLevel: 'silent',
      drainMs: 0,
      metricsToken: null,
      clipWorker: false,
      live: { mediaPort: 4002, rtmpPort: 1935, mediaUrl: null, rtmpUrl: null, resumeMs: 10_000 },
      trustProxy: [],
      arrivals: { guestsPerHour: 600, signUpsPerHour: 100, limitLoopback: false },
    },
  }
  return { db, doors: createDoors(deps, { engineThread: options.engineThread ?? false }), deps }
}

export async function makeMarket(db: Database, { identity, shop }: Doors, size: MarketSize): Promise<Market> {
  const shops: Id<'shp'>[] = []
  const skuOf = new Map<Id<'shp'>, Id<'sku'>[]>()
  for (let s = 0; s < size.shops; s++) {
    const owner = await aPerson(db, identity, null)
    await db.transaction(async (tx) => {
      const name = { zh: `${s + 1} 号小店`, en: `Shop ${s + 1}` }
      const shopId = (await identity.createOrganisation(tx, {
        kind: 'shop',
        name,
        ownerAccountId: owner.accountId,
      })) as Id<'shp'>
      await shop.createShop(tx, aShop({ shopId, name }))
      const skus: Id<'sku'>[] = []
      for (let k = 0; k < size.skusPerShop; k++) {
        const { skuIds } = await aListedProduct(tx, shop, shopId, {
          skus: [aSku({ onHand: size.stock, priceMinor: MARKET_PRICE.toString() })],
        })
        skus.push(...skuIds)
      }
      shops.push(shopId)
      skuOf.set(shopId, skus)
    })
  }
  return {
    shops,
    skuOf,
    skus: [...skuOf.values()].flat(),
    buyers: await makeBuyers(db, identity, size.buyers),
    priceMinor: MARKET_PRICE,
  }
}

/** A hundred at a time; thousands of them must not take minutes. */
export async function makeBuyers(db: Database, identity: Doors['identity'], count: number): Promise<Buyer[]> {
  const buyers: Buyer[] = []
  while (buyers.length < count) {
    const n = Math.min(100, count - buyers.length)
    await db.transaction(async (tx) => {
      const from = (made += n) - n
      const accounts = Array.from({ length: n }, (_, i) => ({
        locale: 'zh' as const,
        credentials: { email: `buyer-${from + i}@market.example`, passwordHash: '!' },
      }))
      const accountIds = await identity.createAccounts(tx, accounts)
      await sql`insert into identity.address (id, account_id, name, phone, province, city, district, detail, is_default, created_at)
        select 'adr_' || substr(a, 5), a, '张三', '13800138000', '浙江省', '杭州市', '西湖区', '文三路 1 号', true, now()
        from unnest(${accountIds}::text[]) as a`.execute(tables<unknown>(tx))
      for (const accountId of accountIds) {
        const { token } = await identity.openSession(tx, accountId)
        buyers.push({ accountId, token, addressId: `adr_${accountId.slice(4)}` })
      }
    })
  }
  return buyers
}

let made = 0
