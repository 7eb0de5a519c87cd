// How a live stream is played here, and what follows when it does not: pure, so that every browser's case is a test and no screen decides
// it again. FLV is half a second behind and wants Media Source; LL-HLS is a second and a half behind and plays everywhere.

export type LiveUrls = { flv: string | null; wsFlv: string | null; llHls: string | null }
export type Capabilities = {
  /** `MediaSource`, and it takes H.264 with AAC. */
  mediaSource: boolean
  /** `ManagedMediaSource` (iPhone from iOS 17.1), and it takes them. */
  managedMediaSource: boolean
  /** `<video src>` plays HLS by itself (Safari, many webviews). */
  nativeHls: boolean
}
export type LiveKind = 'flv' | 'wsFlv' | 'llHls' | 'nativeHls'
export type LiveWay = { kind: LiveKind; url: string }
/** Where the page is, as `location` says it. */
export type PagePlace = { protocol: string; hostname: string; origin: string }

/** `:PORT/path` is on the page's own host, under the name it was reached by; a path is on its origin; the rest is as it is. */
export const resolveLiveUrl = (url: string, page: PagePlace, scheme: 'http' | 'ws' = 'http'): string => {
  const isSecure = page.protocol === 'https:'
  const start = scheme === 'ws' ? (isSecure ? 'wss:' : 'ws:') : isSecure ? 'https:' : 'http:'
  if (/^:\d+\//.test(url)) return `${start}//${page.hostname}${url}`
  const whole = url.startsWith('/') && !url.startsWith('//') ? `${page.origin}${url}` : url
  return scheme === 'ws' ? whole.replace(/^http/, 'ws') : whole
}

/** Best first; empty: nothing here plays it. */
export const waysToPlay = (urls: LiveUrls, can: Capabilities, page: PagePlace): LiveWay[] => {
  const scripted = can.mediaSource || can.managedMediaSource
  const ways: LiveWay[] = []
  if (scripted && urls.flv) ways.push({ kind: 'flv', url: resolveLiveUrl(urls.flv, page) })
  if (scripted && urls.llHls) ways.push({ kind: 'llHls', url: resolveLiveUrl(urls.llHls, page) })
  if (can.nativeHls && urls.llHls) ways.push({ kind: 'nativeHls', url: resolveLiveUrl(urls.llHls, page) })
  // A proxy that holds back an endless answer mostly lets a socket through.
  if (scripted && urls.wsFlv) ways.push({ kind: 'wsFlv', url: resolveLiveUrl(urls.wsFlv, page, 'ws') })
  return ways
}

/** `offline`: the engine has no such stream (now); `ended`: it closed it; `network`, `media`: the player failed; `stalled`: nothing moves. */
export type Trouble = 'offline' | 'ended' | 'network' | 'media' | 'stalled'
export type NextTry = { way: number; afterMs: number; switched: boolean }

/** Troubles of a way in a row before the next is tried. What is not the way's fault never leaves it. */
const PATIENCE: Record<Trouble, number> = {
  offline: Infinity,
  ended: Infinity,
  network: 3,
  media: 1,
  stalled: 2,
}
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8000
const ALL_TRIED_WAIT_MS = 5000
/** A picture that stood so long, with a later one at hand, stands before a hole. */
export const HOLE_MS = 400
/** A picture that stood so long is a stall, and is said. */
export const STALL_SAID_MS = 1200
/** So long, and the connection is made anew. */
export const STALL_RETRY_MS = 6000
/** Played so long: what went wrong before is forgotten. */
export const STEADY_MS = 10_000

export type Recovery = { trouble(kind: Trouble): NextTry; steady(): void; way(): number }

/** @param random 0 ≤ x < 1; waits differ by up to a third, so that a crowd does not come back as one. */
export const createRecovery = (ways: number, random: () => number): Recovery => {
  let way = 0
  let inARow = 0
  let waits = 0
  return {
    trouble(kind) {
      inARow++
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(waits++, 10))
      const jittered = wait * (2 / 3 + random() * (2 / 3))
      if (inARow < PATIENCE[kind] || ways < 2) return { way, afterMs: Math.round(jittered), switched: false }
      inARow = 0
      way = (way + 1) % ways
      // Once round, and the room is not to be had for now: slower from here.
      const afterMs = way === 0 ? ALL_TRIED_WAIT_MS * (2 / 3 + random() * (2 / 3)) : 0
      return { way, afterMs: Math.round(afterMs), switched: true }
    },
    steady() {
      inARow = 0
      waits = 0
    },
    way: () => way,
  }
}

/**
 * Where what one publisher sent ends and the next one's begins there may be a hole, before which an element waits for ever.
 * @returns the place behind it, in seconds; null: there is none, or too little behind it yet
 */
export const afterHole = (
  buffered: Pick<TimeRanges, 'length' | 'start' | 'end'>,
  at: number,
  { longestS = 5, behindS = 0.2 } = {},
): number | null => {
  for (let i = 0; i < buffered.length; i++) {
    const start = buffered.start(i)
    if (start <= at) continue
    return start - at < longestS && buffered.end(i) - start >= behindS ? start + 0.01 : null
  }
  return null
}
