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

export type TagRing = {
  push(tag: RingTag): void
  /** Undefined: not here yet, or no longer. */
  at(place: number): RingTag | undefined
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
    at: (place) => (place < base ? undefined : tags[head + place - base]),
    first: () => base,
    end: () => base + tags.length - head,
    latestJoin: () => (join >= base ? join : -1),
    lastMs: () => lastMs,
    forgetJoin() {
      join = -1
    },
    bytes: () => bytes,
  }
}
