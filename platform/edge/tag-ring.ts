// The last seconds of a stream as finished FLV tags, held once for everybody. A viewer is a place in here, not a queue of its own:
// a thousand slow ones cost what one costs.

/** What a player needs before a frame; the same object as long as nothing changes. */
export type FlvSetup = {
  header: Buffer
  hasVideo: boolean
  hasAudio: boolean
  video: Buffer | null
  audio: Buffer | null
}
export type RingTag = {
  tag: Buffer
  /** The same as one WebSocket frame; made when the first such viewer wants it. */
  frame: Buffer | null
  /** Playing can begin here. */
  join: boolean
  atMs: number
  setup: FlvSetup
}

/** What those who keep up write next. */
export type Tail = { bytes: Buffer; frame: Buffer | null; end: number; setup: FlvSetup }

export type TagRing = {
  push(tag: RingTag): void
  /** Undefined: not here yet, or no longer. */
  at(place: number): RingTag | undefined
  /**
   * Everything from `place` to the end in one piece, the same object for all who stand there. Null: it is more than `maxBytes`, begins no
   * longer here, or other setups come up on the way; then it is taken tag by tag.
   */
  tail(place: number, maxBytes: number): Tail | null
  first(): number
  end(): number
  /** The newest place to begin at, or -1. */
  latestJoin(): number
  lastMs(): number
  /** Newcomers wait for the next joining place (the publisher is away). */
  forgetJoin(): void
  bytes(): number
}

/** A group of pictures of 10 s at 20 Mbit/s fits. */
const MAX_BYTES = 26 * 1024 * 1024
const MAX_TAGS = 8192
/** Beyond this only what the newest joining place needs is kept. */
const KEEP_MS = 5000

export function createTagRing(limits = { bytes: MAX_BYTES, tags: MAX_TAGS, keepMs: KEEP_MS }): TagRing {
  let tags: (RingTag | undefined)[] = []
  let head = 0
  let base = 0
  let bytes = 0
  let join = -1
  let lastMs = 0
  let tail: (Tail & { place: number }) | null = null

  const at = (place: number) => (place < base ? undefined : tags[head + place - base])
  const endOf = () => base + tags.length - head

  function tailFrom(place: number, maxBytes: number): Tail | null {
    if (tail?.place === place && tail.end === endOf()) return tail.bytes.length <= maxBytes ? tail : null
    const first = at(place)
    if (!first) return null
    const parts: Buffer[] = []
    let length = 0
    for (let one = place; one < endOf(); one += 1) {
      const next = at(one)!
      length += next.tag.length
      if (length > maxBytes || next.setup !== first.setup) return null
      parts.push(next.tag)
    }
    const joined = parts.length === 1 ? parts[0]! : Buffer.concat(parts, length)
    tail = { place, bytes: joined, frame: null, end: endOf(), setup: first.setup }
    return tail
  }

  const dropFirst = () => {
    bytes -= tags[head]!.tag.length
    tags[head] = undefined
    head += 1
    base += 1
    if (head > 1024) {
      tags = tags.slice(head)
      head = 0
    }
  }
  const isTooMuch = () => bytes > limits.bytes || tags.length - head > limits.tags
  const isOld = () => base < join && lastMs - tags[head]!.atMs > limits.keepMs

  return {
    push(tag) {
      if (tag.join) join = base + tags.length - head
      tags.push(tag)
      bytes += tag.tag.length
      lastMs = tag.atMs
      while (tags.length - head > 1 && (isTooMuch() || isOld())) dropFirst()
    },
    at,
    tail: tailFrom,
    first: () => base,
    end: endOf,
    latestJoin: () => (join >= base ? join : -1),
    lastMs: () => lastMs,
    forgetJoin() {
      join = -1
    },
    bytes: () => bytes,
  }
}
