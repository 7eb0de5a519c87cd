// Part two: a flood of lines, and sockets that do not read, beside a shop that sells. Product events arrive, memory stays, the till goes on.
import type { Stack } from '#server/stack'
import { createHttpClient } from '../../tests/support/http-client.ts'
import { checkoutOnce } from '../checkout.ts'
import { quantile, round, type Say } from '../harness.ts'
import { startChannel, type Channel } from './channel.ts'
import { pause, quantileOf, startCrowd } from './crowds.ts'
import type { House, Size } from './house.ts'

/** Together 40,000 lines a second. */
const FLOOD_EACH = 20

export async function floodPart(stack: Stack, house: House, size: Size, say: Say) {
  const channel = await startChannel(stack)
  const roomId = await house.aRoom()
  // Those who do not read sit in a room whose events are large, so that what the system keeps for them is full and our queue grows.
  const heavyRoom = await house.aRoom()
  const plan = { port: channel.port, secret: stack.env.SECRET!, roomId, perSecond: 0 }
  say(`a shop that sells, idle first, for ${size.seconds / 2} s`)
  await probe(stack, house, 2_000)
  const idle = await probe(stack, house, (size.seconds / 2) * 1_000)
  const watch = await startCrowd({ ...plan, localAddress: '127.0.0.2', from: 0, sockets: size.watchers, manner: 'watch' }) // prettier-ignore
  const stall = await startCrowd({ ...plan, roomId: heavyRoom, localAddress: '127.0.0.3', from: 100_000, sockets: size.stalled, manner: 'stall' }) // prettier-ignore
  const heavyWatch = await startCrowd({ ...plan, roomId: heavyRoom, localAddress: '127.0.0.5', from: 300_000, sockets: size.watchers / 5, manner: 'watch' }) // prettier-ignore
  const rssBefore = await channel.rss()
  channel.peak.rssMb = rssBefore
  say(
    `${size.flooders} flood with ${size.flooders * FLOOD_EACH} lines a second, ${size.stalled} do not read, for ${size.seconds} s`,
  )
  const flood = await startCrowd({ ...plan, localAddress: '127.0.0.4', from: 200_000, sockets: size.flooders, manner: 'flood', perSecond: FLOOD_EACH }) // prettier-ignore
  const light = lightEvents(house, roomId, size.seconds)
  const heavy = heavyEvents(house, heavyRoom, size.seconds)
  const queued = watchQueue(channel)
  const busy = await probe(stack, house, size.seconds * 1_000)
  const [told, toldHeavy] = [await light, await heavy]
  const queuedMb = queued.stop()
  await pause(2_000)
  const [watched, loaded, flooded] = [await watch.report(), await heavyWatch.report(), await flood.report()]
  const figures = await channel.figures()
  for (const c of [watch, heavyWatch, stall, flood]) c.stop()
  await channel.stop()
  const [idleP99, busyP99] = [quantile(idle, 0.99), quantile(busy, 0.99)]
  return {
    floodLinesOffered: flooded.offered,
    floodLinesTaken: flooded.written,
    floodFramesIgnored: figures.frames_ignored_total!,
    floodChatAccepted: figures.chat_accepted_total!,
    floodChatShown: figures.chat_shown_total!,
    floodEvents: told + toldHeavy,
    floodEventsComplete:
      watched.lastSeq === told && loaded.lastSeq === toldHeavy
        ? round((watched.complete + loaded.complete) / (watch.up + heavyWatch.up), 6)
        : 0,
    floodReturns: watched.returns + loaded.returns,
    floodEventP99Ms: quantileOf([watched.eventMs], 0.99),
    floodQueueMb: round(queuedMb),
    floodCloses: figures.flood_closes_total!,
    floodSlowCloses: figures.slow_closes_total!,
    floodRssGrowthMb: round(channel.peak.rssMb - rssBefore),
    checkoutIdleP50Ms: round(quantile(idle, 0.5)),
    checkoutIdleP99Ms: round(idleP99),
    checkoutP50Ms: round(quantile(busy, 0.5)),
    checkoutP99Ms: round(busyP99),
    checkouts: busy.length,
    checkoutKept: busyP99 <= 2 * idleP99 || busyP99 <= 50 ? 1 : 0,
  }
}

async function lightEvents(house: House, roomId: string, seconds: number): Promise<number> {
  for (let n = 0; n < seconds * 4; n++) {
    const dueAt = performance.now() + 250
    await house.tell(roomId, { kind: 'explain', productId: null })
    await pause(Math.max(0, dueAt - performance.now()))
  }
  return seconds * 4
}

/** Four large events a second, so that those who do not read fill what the system keeps for them, and then our queue. */
async function heavyEvents(house: House, roomId: string, seconds: number): Promise<number> {
  const text = { zh: '好'.repeat(14_000), en: '' }
  for (let n = 0; n < seconds * 4; n++) {
    const dueAt = performance.now() + 250
    await house.tell(roomId, { kind: 'announcement', text })
    await pause(Math.max(0, dueAt - performance.now()))
  }
  return seconds * 4
}

function watchQueue(channel: Channel) {
  let most = 0
  const timer = setInterval(
    () => void channel.figures().then((f) => (most = Math.max(most, f.queued_bytes ?? 0)), () => {}), // prettier-ignore
    250,
  )
  return {
    stop(): number {
      clearInterval(timer)
      return most / 1024 ** 2
    },
  }
}

/** One checkout after another, two at a time: how long each took. */
async function probe(stack: Stack, { market }: House, ms: number): Promise<number[]> {
  const shop = createHttpClient(stack.baseUrl)
  const till = createHttpClient(stack.env.PAYMENT_SANDBOX_URL!)
  const one = checkoutOnce(shop, till, stack.env.PAYMENT_SANDBOX_SECRET!, market)
  const tookMs: number[] = []
  const from = performance.now()
  const worker = async (first: number) => {
    for (let n = first; performance.now() - from < ms; n += 2)
      tookMs.push(await one(market.buyers[n % market.buyers.length]!, n))
  }
  await Promise.all([worker(0), worker(1)])
  shop.close()
  till.close()
  return tookMs
}
