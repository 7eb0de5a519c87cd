// Who is really watching, and for how long. A viewer is an account whose picture moved within 15 s, in however many tabs; watched time
// is the wall clock's between two beats, never more than the picture moved, and two tabs at once are not twice the time.
import type { TrafficSource } from '#kernel/room-frames'
import { fullBucket, type Bucket } from './bucket.ts'
import type { VisitChange } from './room-store.ts'

export const WATCHING_MS = 15_000
/** Beats further apart than this are two visits to the screen. */
const MAX_GAP_MS = 15_000
/** Who only watches is saved so often: in a large room that is most of what there is to save. */
const WATCHED_ON_MS = 10_000
const MAX_PRODUCTS = 200
/** How long an account that left is remembered: by limits on writing, and by those who come back at once. */
const FORGET_MS = 60_000

export const CHATS_PER_SECOND = 3

export type Viewer = {
  accountId: string
  source: TrafficSource
  contentId: string | null
  sockets: number
  /** -Infinity: its picture has not moved yet. */
  movedMs: number
  /** Time up to here is counted. */
  creditedMs: number
  lastSeenMs: number
  chat: Bucket
  lastChatMs: number
  /** How often it had to be hushed for flooding, and until when it may not come in again. */
  hushes: number
  barredUntilMs: number
  unsaved: Unsaved
}
type Unsaved = {
  dirty: boolean
  /** Something was done, not only watched on. */
  acted: boolean
  /** Since when there is something to save. */
  sinceMs: number
  firstSeenMs: number
  watchedMs: number
  chats: number
  likes: number
  saw: Set<string> | null
  clicked: Set<string> | null
}
/** Of one socket: where its picture was at its last beat. */
export type Picture = { at: number; atMs: number }
export const noPicture = (): Picture => ({ at: -1, atMs: 0 })

const nothing = (firstSeenMs: number): Unsaved => ({
  dirty: false,
  acted: false,
  sinceMs: Infinity,
  firstSeenMs,
  watchedMs: 0,
  chats: 0,
  likes: 0,
  saw: null,
  clicked: null,
})

export type Presence = ReturnType<typeof createPresence>

export function createPresence(roomId: string) {
  const viewers = new Map<string, Viewer>()

  const touch = (v: Viewer, nowMs: number, acted = true) => {
    v.lastSeenMs = nowMs
    v.unsaved.dirty = true
    v.unsaved.sinceMs = Math.min(v.unsaved.sinceMs, nowMs)
    v.unsaved.acted ||= acted
  }
  const changeOf = ({ accountId, source, contentId, lastSeenMs, unsaved: u }: Viewer): VisitChange => ({
    roomId,
    accountId,
    firstSeenMs: u.firstSeenMs,
    lastSeenMs,
    watchedMs: Math.round(u.watchedMs),
    source,
    contentId,
    chats: u.chats,
    likes: u.likes,
    saw: [...(u.saw ?? [])],
    clicked: [...(u.clicked ?? [])],
  })

  return {
    enter(accountId: string, source: TrafficSource, nowMs: number, contentId: string | null = null): Viewer {
      let v = viewers.get(accountId)
      if (!v) {
        v = {
          accountId,
          source,
          contentId,
          sockets: 0,
          movedMs: -Infinity,
          creditedMs: -Infinity,
          lastSeenMs: nowMs,
          chat: fullBucket(CHATS_PER_SECOND, nowMs),
          lastChatMs: -Infinity,
          hushes: 0,
          barredUntilMs: 0,
          unsaved: nothing(nowMs),
        }
        viewers.set(accountId, v)
      }
      v.sockets += 1
      touch(v, nowMs)
      return v
    },

    leave(v: Viewer, nowMs: number): void {
      v.sockets -= 1
      touch(v, nowMs)
    },

    beat(v: Viewer, picture: Picture, at: number, nowMs: number): void {
      const movedMs = picture.at < 0 ? 0 : (at - picture.at) * 1_000
      if (movedMs > 0) {
        const from = Math.max(picture.atMs, v.creditedMs)
        v.unsaved.watchedMs += Math.max(0, Math.min(nowMs - from, movedMs, MAX_GAP_MS))
        v.movedMs = nowMs
        v.creditedMs = nowMs
      }
      picture.at = at
      picture.atMs = nowMs
      touch(v, nowMs, false)
    },

    like(v: Viewer, hearts: number, nowMs: number): void {
      v.unsaved.likes += hearts
      touch(v, nowMs)
    },

    wrote(v: Viewer, nowMs: number): void {
      v.unsaved.chats += 1
      v.lastChatMs = nowMs
      touch(v, nowMs)
    },

    saw(v: Viewer, productId: string, clicked: boolean, nowMs: number): void {
      const u = v.unsaved
      const set = clicked ? (u.clicked ??= new Set()) : (u.saw ??= new Set())
      if (set.size < MAX_PRODUCTS) set.add(productId)
      if (clicked && (u.saw ??= new Set()).size < MAX_PRODUCTS) u.saw.add(productId)
      touch(v, nowMs)
    },

    isBarred: (accountId: string, nowMs: number): boolean =>
      (viewers.get(accountId)?.barredUntilMs ?? 0) > nowMs,

    socketsOf: (accountId: string): number => viewers.get(accountId)?.sockets ?? 0,

    /** Accounts whose picture moved lately. */
    online(nowMs: number): number {
      let n = 0
      for (const v of viewers.values()) if (v.sockets > 0 && nowMs - v.movedMs <= WATCHING_MS) n += 1
      return n
    },

    /**
     * What has happened since the last time, taken out; unless `all`, those who only watched on wait a little. If it could not be saved, hand
     * it to `giveBack`.
     */
    takeChanges(nowMs: number, all = true): VisitChange[] {
      const changes: VisitChange[] = []
      for (const v of viewers.values()) {
        const u = v.unsaved
        if (u.dirty && (all || u.acted || nowMs - u.sinceMs >= WATCHED_ON_MS)) {
          changes.push(changeOf(v))
          v.unsaved = nothing(v.lastSeenMs)
        } else if (!u.dirty && v.sockets === 0 && nowMs - v.lastSeenMs > FORGET_MS)
          viewers.delete(v.accountId)
      }
      return changes
    },

    hasChanges: (): boolean => viewers.values().some((v) => v.unsaved.dirty),

    giveBack(changes: readonly VisitChange[]): void {
      for (const c of changes) {
        const v = viewers.get(c.accountId)
        if (!v) continue
        const u = v.unsaved
        u.dirty = true
        u.acted = true
        u.firstSeenMs = Math.min(u.firstSeenMs, c.firstSeenMs)
        u.watchedMs += c.watchedMs
        u.chats += c.chats
        u.likes += c.likes
        for (const id of c.saw) (u.saw ??= new Set()).add(id)
        for (const id of c.clicked) (u.clicked ??= new Set()).add(id)
      }
    },
  }
}
