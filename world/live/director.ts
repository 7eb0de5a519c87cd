// Runs the demo's evening: one product after the other, a few words to each, a flash sale now and then. A step that is refused
// is left out; the evening goes on.
import type { Random } from '#kernel/random'
import { announce, createSale, getDeskRoom, goLive, startTest } from '#modules/live/contract'
import { l } from '../catalogue/archetype.ts'
import { between } from '../draw.ts'
import { startCamera, type Camera } from './camera.ts'
import type { Person } from './person.ts'
import { nextOfPlan } from './plan.ts'
import { roomPrice, type Stage } from './stage.ts'

export type Evening = { stop(): Promise<void> }

const EXPLAIN_MS = [35_000, 55_000] as const
const SALE_EVERY = 4
const SALE = { units: 12, seconds: 60, bps: 6_000 }

export async function beginEvening(
  host: Person,
  stage: Stage,
  random: Random,
  say: (line: string) => void,
): Promise<Evening> {
  const at = { creatorId: stage.creatorId, roomId: stage.roomId }
  const { client } = host
  const order = stage.room.bag.map((b) => b.productId)
  const camera = startCamera(
    { url: stage.publish.rtmpUrl, key: stage.publish.key },
    stage.filmOf(order[0]!)!,
    say,
  )
  const stopped = new AbortController()
  const attempt = (step: () => Promise<unknown>) =>
    step().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      stopped.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })

  await openDoors()
  const running = run()

  async function openDoors(): Promise<void> {
    if (stage.room.state === 'preview') await client.call(startTest, at)
    for (let tries = 0; tries < 60; tries++) {
      const { hasPicture, state } = await client.call(getDeskRoom, at)
      if (state === 'live') return
      if (hasPicture) return void (await client.call(goLive, at))
      await pause(250)
    }
    throw new Error('no picture arrived within 15 s')
  }

  async function run(): Promise<void> {
    await attempt(() =>
      client.call(announce, {
        ...at,
        text: l('下单 48 小时内发货，七天无理由退货。', 'Ships within 48 hours; seven days to return.'),
      }),
    )
    for (let n = 0; !stopped.signal.aborted; n++) {
      let productId = order[n % order.length]!
      await attempt(async () => {
        productId = await nextOfPlan(host, stage, n)
      })
      show(camera, stage, productId)
      if (n % SALE_EVERY === SALE_EVERY - 1) await attempt(() => openSale(productId))
      await pause(between(random, ...EXPLAIN_MS))
    }
  }

  async function openSale(productId: (typeof order)[number]): Promise<void> {
    const item = (await client.call(getDeskRoom, at)).bag.find((b) => b.productId === productId)
    const sku = item?.skus.find((s) => s.available >= SALE.units)
    if (!sku) return
    await client.call(createSale, {
      ...at,
      productId,
      skuId: sku.skuId,
      priceMinor: roomPrice(sku.priceMinor, SALE.bps),
      units: SALE.units,
      limitPerPerson: 1,
      seconds: SALE.seconds,
    })
  }

  return {
    /** The room is left as it is: the next start goes on with it, or the clock ends it. */
    async stop() {
      stopped.abort()
      await running
      await camera.stop()
    },
  }
}

function show(camera: Camera, stage: Stage, productId: string): void {
  const film = stage.filmOf(productId)
  if (film) camera.show(film)
}
