// Those who do something while processes die: a creator who uploads one clip after another, and buyers who order in the room. Whatever
// was acknowledged to them is written down here, and compared afterwards with what is there.
import type { Buyer } from '../../support/market.ts'
import type { HttpClient } from '../../support/http-client.ts'
import { idIn, tusOf } from '../../support/clips.ts'
import { pause } from './viewers.ts'

const PIECE_BYTES = 32 * 1024
const PIECE_EVERY_MS = 250
const AGAIN_MS = 300
const ORDER_EVERY_MS = 700
const LANES = 3

export type Uploads = {
  finished: string[]
  acknowledgedBytes: number
  /** Bytes that were acknowledged and are not there any more. */
  lostBytes: number
  resumed: number
  stop(): Promise<void>
}

/** By tus, 128 KB a second; after an interruption it asks how far it is and goes on from there. */
export function keepUploading(p: {
  baseUrl: string
  token: string
  creatorId: string
  clip: Buffer
  most: number
}): Uploads {
  const tus = tusOf(p.baseUrl, p.token)
  let stopped = false
  const out = { finished: [] as string[], acknowledgedBytes: 0, lostBytes: 0, resumed: 0 }
  const insist = async (ask: () => Promise<Response>, good: number): Promise<Response> => {
    for (;;) {
      const answer = await ask().catch(() => null)
      if (answer?.status === good) return answer
      await answer?.arrayBuffer().catch(() => {})
      await pause(AGAIN_MS)
    }
  }

  async function one(): Promise<void> {
    const uploadId = idIn(await insist(() => tus.create(p.clip.length, p.creatorId), 201))
    let offset = 0
    while (offset < p.clip.length) {
      const piece = p.clip.subarray(offset, offset + PIECE_BYTES)
      const answer = await tus.patch(uploadId, offset, piece).catch(() => null)
      await answer?.arrayBuffer().catch(() => {})
      if (answer?.status === 204) {
        offset += piece.length
        out.acknowledgedBytes += piece.length
      } else {
        const head = await insist(() => tus.head(uploadId), 200)
        const there = Number(head.headers.get('upload-offset'))
        out.lostBytes += Math.max(0, offset - there)
        out.resumed += 1
        offset = there
      }
      await pause(PIECE_EVERY_MS)
    }
    out.finished.push(uploadId)
  }

  const running = (async () => {
    while (!stopped && out.finished.length < p.most) await one()
  })()
  return Object.assign(out, {
    async stop() {
      stopped = true
      await running
    },
  })
}

export type Orders = {
  /** Orders the platform said yes to, by the key they were asked with. */
  placed: Map<string, { orderIds: string[]; checkoutId: string; buyer: string }>
  soldOut: number
  other: string[]
  paid: number
  lastMs(): number
  stop(): Promise<void>
}

/** One order after another, asked again under the same key until there is an answer; then paid. */
export function keepOrdering(p: {
  shop: HttpClient
  till: HttpClient
  tillSecret: string
  roomId: string
  /** By turns. */
  skus: readonly string[]
  priceMinor: bigint
  buyers: readonly Buyer[]
}): Orders {
  let stopped = false
  let lastMs = -Infinity
  const out = {
    placed: new Map<string, { orderIds: string[]; checkoutId: string; buyer: string }>(),
    soldOut: 0,
    other: [] as string[],
    paid: 0,
  }
  async function insist(
    ask: () => ReturnType<HttpClient['call']>,
    tries = Infinity,
  ): ReturnType<HttpClient['call']> {
    for (let n = 1; ; n++) {
      const answer = await ask().catch(() => null)
      if (
        answer &&
        answer.status < 500 &&
        answer.status !== 429 &&
        answer.body?.code !== 'REQUEST_IN_PROGRESS'
      )
        return answer
      if (n >= tries) throw new Error(`no answer in ${n} tries`)
      await pause(AGAIN_MS)
    }
  }

  async function one(n: number): Promise<void> {
    const buyer = p.buyers[n % p.buyers.length]!
    const key = `media-${process.pid}-${n}`
    const body = {
      lines: [{ skuId: p.skus[n % p.skus.length], qty: 1, roomId: p.roomId }],
      addressId: buyer.addressId,
      expectedTotalMinor: p.priceMinor.toString(),
    }
    const answer = await insist(() =>
      p.shop.call('POST', '/api/v1/orders', { token: buyer.token, key, body }),
    )
    if (answer.status === 201) {
      lastMs = performance.now()
      const { orderIds, checkoutId, paymentId } = answer.body
      out.placed.set(key, { orderIds, checkoutId, buyer: buyer.accountId })
      const paid = await insist(
        () =>
          p.till.call('POST', `/api/payments/${paymentId}/decide`, {
            token: p.tillSecret,
            body: { outcome: 'succeeded' },
          }),
        60,
      ).catch(() => null)
      if (paid && paid.status < 300) out.paid += 1
    } else if (answer.body?.code === 'SOLD_OUT') out.soldOut += 1
    else out.other.push(`${answer.status} ${JSON.stringify(answer.body)}`)
  }

  // Several at once: a key whose request died with its server is refused for half a minute, and others go on meanwhile.
  let next = 0
  const lane = async () => {
    while (!stopped) {
      await one(next++)
      await pause(ORDER_EVERY_MS)
    }
  }
  const running = Promise.all(Array.from({ length: LANES }, lane))
  return Object.assign(out, {
    lastMs: () => lastMs,
    async stop() {
      stopped = true
      await running
    },
  })
}
