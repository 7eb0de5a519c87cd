// A receiver of webhooks, in memory: what it is sent, and what it answers. For tests of everything but the wire.
import type { OutsideAnswer, PostOutside } from '#platform/post-outside'

export type Received = { url: string; headers: Record<string, string>; body: string }

export function createReceiver(answer: (r: Received, n: number) => Partial<OutsideAnswer> | number) {
  const received: Received[] = []
  const post: PostOutside = (url, headers, body) => {
    const one = { url, headers: { ...headers }, body }
    received.push(one)
    const said = answer(one, received.length)
    return Promise.resolve({
      status: 200,
      fault: null,
      headers: {},
      body: '',
      tookMs: 3,
      ...(typeof said === 'number' ? { status: said } : said),
    })
  }
  return { received, post }
}
