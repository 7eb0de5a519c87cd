// P11: right under concurrency, as Jepsen asks. Through the shop's own doors: a bank (units move between eight pools of a SKU, their sum
// never changes), a register (stock set against the version that was read: linearizable), and lists (events of several subjects in one
// transaction, read as consumers read: an order of transactions exists). Meanwhile connections are cut and the plug is pulled. The judges
// are tried on planted histories first; the bad twin reads the lists by their numbers, as an `id > cursor` would.
import { sql } from 'kysely'
import { z } from 'zod'
import { AppError } from '#kernel/errors'
import { eventType } from '#kernel/event'
import type { Id } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import { systemCtx } from '#platform/context'
import { tables, type Database, type Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type { PoolId } from '#modules/shop'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { makeMarket, openDoors } from '../support/market.ts'
import { listAnomalies, plantedFound, registerAnomalies, type ListTx, type RegisterOp } from './checkers.ts'
import { durablePostgres, pause, type DurablePostgres } from './durable-postgres.ts'

const ACCOUNTS = 8
const WORKERS = 16
const UNITS = 800
const REGISTERS = 24
const LISTS = 8
const CUT_EVERY_MS = 150

type World = ReturnType<typeof openDoors> & { shopId: Id<'shp'>; skus: Id<'sku'>[] }
type Stop = { over: boolean }
type Figures = Record<string, number>
type Trial = { work(stop: Stop): Promise<unknown>; verdict(): Promise<Figures> }

export const run: Runnable['run'] = async ({ full, say }) => {
  const seconds = full ? 300 : 12
  const postgres = await durablePostgres()
  const world = await openWorld(postgres.url)
  const { planted, found } = plantedFound()
  say(`the judges found ${found} of ${planted} planted faults`)
  try {
    const stop: Stop = { over: false }
    const trials = [await bank(world), await registers(world), lists(world)]
    const work = trials.map((t) => t.work(stop))
    const nemesis = disturb(postgres, world.db, stop, say)
    await pause(seconds * 1000)
    stop.over = true
    const cuts = await nemesis
    await Promise.all(work)
    const figures = Object.assign({}, ...(await Promise.all(trials.map((t) => t.verdict())))) as Figures
    return judge(
      'P11',
      { seconds, ...cuts, planted, plantedFound: found, ...figures },
      {
        plantedFound: { min: planted },
        transfers: { min: seconds * 10 },
        sumsWrong: { max: 0 },
        registerSets: { min: seconds * 5 },
        registerRefusals: { min: 1 },
        registerAnomalies: { max: 0 },
        listTransactions: { min: seconds * 20 },
        listAnomalies: { max: 0 },
        twinAnomalies: { min: 1 },
      },
    )
  } finally {
    await world.db.close()
    await postgres.drop()
  }
}

async function openWorld(url: string): Promise<World> {
  const opened = openDoors(url, { secret: 'chaos-secret-0123456789', poolSize: 32 })
  const market = await makeMarket(opened.db, opened.doors, {
    shops: 1,
    skusPerShop: 1 + REGISTERS,
    stock: UNITS,
    buyers: 0,
  })
  return { ...opened, shopId: market.shops[0]!, skus: market.skus }
}

/** Cuts connections at random, and in the middle and near the end kills the whole instance. */
async function disturb(postgres: DurablePostgres, db: Database, stop: Stop, say: Say) {
  const counts = { cutConnections: 0, kills: 0 }
  for (let i = 1; !stop.over; i++) {
    await pause(CUT_EVERY_MS)
    if (i % 30 === 15) {
      const ms = await postgres.kill()
      counts.kills++
      say(`the plug was pulled; back in ${ms} ms`)
      continue
    }
    await db
      .read((tx) =>
        sql<{ cut: boolean }>`select pg_terminate_backend(pid) as cut from pg_stat_activity
          where application_name = 'serendip' and pid <> pg_backend_pid() order by random() limit 1`.execute(
          tables<unknown>(tx),
        ),
      )
      .then(
        ({ rows }) => (counts.cutConnections += rows.length),
        () => {},
      )
  }
  return counts
}

/** Calls of a worker, one after the other, until it is over; a refusal or a cut is the call's own business. */
async function workers(
  stop: Stop,
  count: number,
  name: string,
  one: (random: { int(below: number): number }, worker: number) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const random = seededRandom(`p11-${name}-${i}`)
      while (!stop.over) await one(random, i)
    }),
  )
}

// --- A bank of units -------------------------------------------------------------------------------------------------

async function bank({ db, doors: { shop }, skus }: World): Promise<Trial> {
  const skuId = skus[0]!
  const pools: PoolId[] = []
  await db.transaction(async (tx) => {
    for (let i = 0; i < ACCOUNTS; i++) {
      const pool = await shop.openPool(tx, skuId, `bank-${i}`)
      await shop.moveToPool(tx, pool, UNITS / ACCOUNTS / 2)
      pools.push(pool)
    }
  })
  const sum = async () => {
    const { rows } = await db.read((tx) =>
      sql<{ units: number }>`select (select on_hand from shop.sku where sku_id = ${skuId})
        + (select sum(on_hand) from shop.stock_pool where sku_id = ${skuId})::int as units`.execute(
        tables<unknown>(tx),
      ),
    )
    return rows[0]!.units
  }
  const figures = { transfers: 0, sums: 0, sumsWrong: 0 }
  const transfer = async (random: { int(below: number): number }) => {
    const [from, to] = [pools[random.int(ACCOUNTS)]!, pools[random.int(ACCOUNTS)]!]
    const units = 1 + random.int(5)
    await db
      .transaction(async (tx) => {
        await shop.moveToPool(tx, from, -units)
        await shop.moveToPool(tx, to, units)
      })
      .then(
        () => figures.transfers++,
        () => pause(10),
      )
  }
  const read = async () => {
    await sum().then(
      (units) => {
        figures.sums++
        if (units !== UNITS) figures.sumsWrong++
      },
      () => {},
    )
    await pause(10)
  }
  return {
    work: (stop) => Promise.all([workers(stop, WORKERS, 'bank', transfer), workers(stop, 2, 'sum', read)]),
    async verdict() {
      if ((await sum()) !== UNITS) figures.sumsWrong++
      return figures
    },
  }
}

// --- Registers -------------------------------------------------------------------------------------------------------

async function registers({ db, doors: { shop }, shopId, skus }: World): Promise<Trial> {
  const mine = skus.slice(1)
  const histories = new Map<Id<'sku'>, RegisterOp[]>(mine.map((s) => [s, []]))
  const versionOf = async (skuId: Id<'sku'>) => {
    const { rows } = await db.read((tx) =>
      sql<{ version: number }>`select version from shop.sku where sku_id = ${skuId}`.execute(
        tables<unknown>(tx),
      ),
    )
    return rows[0]!.version
  }
  const starts = new Map(await Promise.all(mine.map(async (s) => [s, await versionOf(s)] as const)))
  const set = shop.routes.find((r) => r.endpoint.id === 'shop.setStock')!
  const setStock = (input: object) => set.handle(input as never, systemCtx('chaos'))
  let n = 0
  const one = async (random: { int(below: number): number }): Promise<void> => {
    const skuId = mine[random.int(REGISTERS)]!
    const history = histories.get(skuId)!
    const invoked = performance.now()
    const version = await versionOf(skuId).catch(() => null)
    if (version === null) return void (await pause(10))
    history.push({ kind: 'read', version, invoked, returned: performance.now() })
    await pause(random.int(4))
    await compareAndSet(history, version, () =>
      // Another number each time: what is there already is no change and leaves the version.
      setStock({ shopId, skuId, onHand: 1000 + (n += 1), expectedVersion: version }),
    )
  }
  return {
    work: (stop) => workers(stop, WORKERS, 'registers', one),
    async verdict() {
      const all = [...histories]
      return {
        registerOps: all.reduce((n, [, h]) => n + h.length, 0),
        registerSets: all.reduce((n, [, h]) => n + h.filter((o) => o.kind === 'cas' && o.ok).length, 0),
        registerRefusals: all.reduce(
          (n, [, h]) => n + h.filter((o) => o.kind === 'cas' && o.ok === false).length,
          0,
        ),
        registerAnomalies: all.reduce((n, [s, h]) => n + registerAnomalies(h, starts.get(s)!), 0),
      }
    },
  }
}

async function compareAndSet(
  history: RegisterOp[],
  expected: number,
  set: () => Promise<unknown>,
): Promise<void> {
  const invoked = performance.now()
  const note = (ok: boolean | null) =>
    history.push({
      kind: 'cas',
      expected,
      ok,
      invoked,
      returned: ok === null ? null : performance.now(),
    })
  await set().then(
    () => note(true),
    (error: unknown) => note(error instanceof AppError && error.code === 'STALE' ? false : null),
  )
}

// --- Lists -----------------------------------------------------------------------------------------------------------

const appended = eventType('chaos.appended', 1, z.object({ value: z.int() }))
const listKeys = Array.from({ length: LISTS }, (_, i) => `list-${i}`)
type Read = { key: string; value: number }[]

function lists({ db, deps }: World): Trial {
  const outbox = createOutbox(deps.clock, deps.ids)
  const right: ListTx[] = []
  const twin: ListTx[] = []
  let [nextId, nextValue] = [1, 1]
  const append = async (random: { int(below: number): number }) => {
    const keys = [...new Set(Array.from({ length: 1 + random.int(3) }, () => listKeys[random.int(LISTS)]!))]
    const appends = keys.map((key) => ({ key, value: nextValue++ }))
    await db
      .transaction(async (tx) => {
        for (const a of appends) {
          await outbox.publish(tx, [event(appended, a.key, { value: a.value })])
          if (random.int(4) === 0) await pause(random.int(20))
        }
      })
      .then(
        () => {
          const t = { id: nextId++, appends, reads: new Map() }
          right.push(t)
          twin.push(t)
        },
        () => pause(10),
      )
  }
  const read = async (random: { int(below: number): number }) => {
    const keys = [listKeys[random.int(LISTS)]!, listKeys[random.int(LISTS)]!]
    await db
      .read((tx) => Promise.all([gated(tx, keys), byNumber(tx, keys)]))
      .then(
        ([a, b]) => {
          const id = nextId++
          right.push({ id, appends: [], reads: listsOf(keys, a) })
          twin.push({ id, appends: [], reads: listsOf(keys, b) })
        },
        () => {},
      )
    await pause(random.int(10))
  }
  const judged = async (txs: readonly ListTx[], how: typeof gated) => {
    const final = listsOf(listKeys, await db.read((tx) => how(tx, listKeys)))
    const { incompatibleOrders, doubled, cycles, lost } = listAnomalies(txs, final)
    return incompatibleOrders + doubled + cycles + lost
  }
  return {
    work: (stop) => Promise.all([workers(stop, WORKERS, 'append', append), workers(stop, 4, 'read', read)]),
    verdict: async () => ({
      listTransactions: right.length,
      listAnomalies: await judged(right, gated),
      twinAnomalies: await judged(twin, byNumber),
    }),
  }
}

/** As every consumer reads: what no open transaction can still come before, in the order of transactions. */
async function gated(tx: Tx, keys: readonly string[]): Promise<Read> {
  const { rows } = await sql<
    Read[number]
  >`select subject as key, (payload->>'value')::int as value from platform.outbox o
    where subject = any(${keys as string[]}::text[]) and o.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by o.xid, o.id`.execute(tables<unknown>(tx))
  return rows
}

async function byNumber(tx: Tx, keys: readonly string[]): Promise<Read> {
  const { rows } = await sql<
    Read[number]
  >`select subject as key, (payload->>'value')::int as value from platform.outbox
    where subject = any(${keys as string[]}::text[]) order by id`.execute(tables<unknown>(tx))
  return rows
}

const listsOf = (keys: readonly string[], read: Read): Map<string, number[]> =>
  new Map(keys.map((key) => [key, read.filter((r) => r.key === key).map((r) => r.value)]))
