// Who comes to the demo's evening: some people of the world, each over their own socket, who watch, say a word now and then, and
// buy what is being explained. Orders, payments and what they are told are the platform's own; nothing of it is painted on.
import { setTimeout as pauseFor } from 'node:timers/promises'
import { ApiProblem } from '#app/client'
import type { Id } from '#kernel/ids'
import type { Random } from '#kernel/random'
import type { ClientFrame } from '#kernel/room-frames'
import { addAddress, listAddresses } from '#modules/identity/contract'
import { enterRoom, getRoom } from '#modules/live/contract'
import { getQuote, placeOrder } from '#modules/trade/contract'
import type { CategoryId } from '../catalogue/archetype.ts'
import { ANY_COMMENTS, CATEGORY_COMMENTS } from '../catalogue/comments.ts'
import { address, personName } from '../catalogue/people.ts'
import { between, chance, pick } from '../draw.ts'
import { arriveAtRoom } from './arrival.ts'
import { arrive, type Person } from './person.ts'

export type CrowdOptions = {
  baseUrl: string
  roomId: Id<'rom'>
  people: readonly string[]
  /** Decides a payment as the buyer would on the provider's page. */
  pay: (paymentId: string) => Promise<void>
  random: Random
  say: (line: string) => void
}

const BEAT_MS = 5_000
/** Every so many beats of one person: a word, a like, an order. */
const SAYS = 0.06
const LIKES = 0.3
const BUYS = 0.018
const AGAIN_AFTER_MS = 8_000
/** Nobody repeats what somebody has just said. */
const REMEMBERED_LINES = 14
const saidLately: string[] = []

/** Stops when `signal` is aborted. One by one, as people come. */
export async function gatherCrowd(options: CrowdOptions, signal: AbortSignal): Promise<void> {
  const watching: Promise<void>[] = []
  for (const email of options.people) {
    if (signal.aborted) break
    watching.push(
      watch(options, email, signal).catch((error: unknown) => {
        if (!signal.aborted)
          options.say(`${email}: ${error instanceof Error ? error.message : String(error)}`)
      }),
    )
    await wait(between(options.random, 400, 1_600), signal)
  }
  await Promise.all(watching)
}

async function watch(options: CrowdOptions, email: string, signal: AbortSignal): Promise<void> {
  const { baseUrl, roomId, random } = options
  const who = await arrive(baseUrl, email)
  const way = await arriveAtRoom(who, roomId, random)
  while (!signal.aborted) {
    const { url, ticket } = await who.client.call(enterRoom, {
      roomId,
      ...way,
    })
    await sit(options, who, `${addressOf(url, baseUrl)}?ticket=${encodeURIComponent(ticket)}`, signal)
    await wait(AGAIN_AFTER_MS, signal)
  }
}

/** On one socket until it closes. */
async function sit(options: CrowdOptions, who: Person, url: string, signal: AbortSignal): Promise<void> {
  const { random } = options
  const socket = new WebSocket(url)
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve())
    socket.addEventListener('error', () => resolve())
  })
  const send = (frame: ClientFrame) =>
    void (socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)))
  let isOpen = true
  void closed.then(() => (isOpen = false))
  const from = performance.now()
  while (isOpen && !signal.aborted) {
    await Promise.race([closed, wait(between(random, BEAT_MS * 0.8, BEAT_MS * 1.2), signal)])
    send({ t: 'beat', at: (performance.now() - from) / 1000 })
    if (chance(random, LIKES)) send({ t: 'like', n: 1 + random.int(6) })
    if (chance(random, SAYS)) send({ t: 'chat', id: crypto.randomUUID(), text: await wordOf(options, who) })
    if (chance(random, BUYS))
      await buy(options, who, send).catch((error: unknown) => {
        // Sold out, the limit reached, the price just changed: a buyer shrugs.
        if (!(error instanceof ApiProblem) || error.status >= 500) options.say(String(error))
      })
  }
  socket.close()
}

async function wordOf({ roomId, random }: CrowdOptions, who: Person): Promise<string> {
  const { bag, explainingProductId } = await who.client.call(getRoom, { roomId })
  const category = bag.find((b) => b.productId === explainingProductId)?.card.categoryId
  const fitting = category && chance(random, 0.6) ? CATEGORY_COMMENTS[category as CategoryId] : undefined
  const lines = (fitting ?? ANY_COMMENTS).map((l) => l.zh).filter((line) => !saidLately.includes(line))
  const line = pick(random, lines.length > 0 ? lines : ANY_COMMENTS.map((l) => l.zh))
  saidLately.push(line)
  if (saidLately.length > REMEMBERED_LINES) saidLately.shift()
  return line
}

/** What is explained now, at the sale's price while there is one. */
async function buy(
  { roomId, random, pay }: CrowdOptions,
  { client }: Person,
  send: (frame: ClientFrame) => void,
): Promise<void> {
  const { bag, explainingProductId, sales, state } = await client.call(getRoom, { roomId })
  const item = bag.find((b) => b.productId === explainingProductId)
  if (!item || state !== 'live') return
  send({ t: 'saw', productId: item.productId, how: 'click' })
  const sale = sales.find((s) => s.productId === item.productId && s.state === 'running' && s.left > 0)
  const sku = sale ? item.skus.find((s) => s.skuId === sale.skuId) : item.skus.find((s) => s.available > 0)
  if (!sku) return
  const lines = [
    {
      skuId: sku.skuId,
      qty: 1,
      attribution: item.attribution,
      roomId,
      ...(sale ? { saleId: sale.saleId } : {}),
    },
  ]
  const known = (await client.call(listAddresses, {})).items[0]
  const { id: addressId } =
    known ?? (await client.call(addAddress, address(random, personName(random, 'zh'))))
  const { totalMinor } = await client.call(getQuote, { lines, addressId })
  const { paymentId } = await client.call(placeOrder, {
    lines,
    addressId,
    expectedTotalMinor: totalMinor,
    locale: 'zh',
  })
  await pay(paymentId)
}

const addressOf = (url: string, baseUrl: string): string =>
  url.startsWith(':') ? `ws://${new URL(baseUrl).hostname}${url}` : url

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  pauseFor(ms, undefined, { signal, ref: true }).catch(() => {})
