// The rooms that are open on this device. A card in the feed and the room's page hold the same one, so that entering asks nothing
// twice; a room nobody holds any more is closed a moment later.
import { useEffect, useState, useSyncExternalStore } from 'react'
import { laterHere, nowHereMs, resolveLiveUrl } from '#app/client'
import type { TrafficSource } from '#kernel/room-frames'
import { enterRoom, getRoom } from '#modules/live/contract'
import { SESSION_KEY, api, queries } from '../app/api.ts'
import type { ReadySession } from '../app/session.tsx'
import { mediaTimeOf } from './live-picture.ts'
import { createRoomStore, type RoomState, type RoomStore } from './room-store.ts'

type Held = {
  store: RoomStore
  holders: number
  closing: number | undefined
  source: TrafficSource
  /** The content one came by. */
  contentId: string | undefined
}

const CLOSE_AFTER_MS = 2_000
const held = new Map<string, Held>()
const listeners = new Set<() => void>()
const changed = () => {
  for (const l of listeners) l()
}

const me = () => {
  const account = queries.getQueryData<ReadySession>(SESSION_KEY)?.account
  return account && !account.guest ? { accountId: account.id as string, name: account.nickname } : null
}

function open(roomId: string, source: TrafficSource, contentId: string | undefined): Held {
  const own: Held = { holders: 0, closing: undefined, source, contentId, store: null as never }
  own.store = createRoomStore({
    loadRoom: () => api.call(getRoom, { roomId }),
    async address() {
      const { url, ticket } = await api.call(enterRoom, {
        roomId,
        source: own.source,
        ...(own.contentId ? { contentId: own.contentId } : {}),
      })
      return `${resolveLiveUrl(url, location, 'ws')}?ticket=${encodeURIComponent(ticket)}`
    },
    later: laterHere,
    nowMs: nowHereMs,
    newRef: () => crypto.randomUUID(),
    me,
    mediaTime: () => mediaTimeOf(roomId),
  })
  void own.store.load()
  return own
}

function hold(
  roomId: string,
  source: TrafficSource,
  contentId: string | undefined,
): { store: RoomStore; release: () => void } {
  const known = held.get(roomId) ?? open(roomId, source, contentId)
  if (!held.has(roomId)) {
    held.set(roomId, known)
    changed()
  }
  clearTimeout(known.closing)
  known.holders += 1
  return {
    store: known.store,
    release() {
      known.holders -= 1
      if (known.holders > 0) return
      known.closing = window.setTimeout(() => {
        if (known.holders > 0) return
        held.delete(roomId)
        known.store.close()
        changed()
      }, CLOSE_AFTER_MS)
    },
  }
}

/** Opens a room as long as the component stands; null in the first moment. */
export function useHeldRoom(
  roomId: string | null,
  source: TrafficSource,
  contentId?: string,
): RoomStore | null {
  const [store, setStore] = useState<RoomStore | null>(null)
  useEffect(() => {
    if (roomId === null) return setStore(null)
    const mine = hold(roomId, source, contentId)
    setStore(mine.store)
    return mine.release
    // Where somebody came from is decided on entering.
  }, [roomId])
  return store
}

const nothing = () => () => {}

/** The room if it is open here, without opening it. */
export const useOpenRoom = (roomId: string | undefined): RoomStore | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (roomId === undefined ? null : (held.get(roomId)?.store ?? null)),
  )

/** A part of a room's state; drawn again only when that part is another. */
export function useRoom<T>(store: RoomStore, select: (state: RoomState) => T): T
export function useRoom<T>(store: RoomStore | null, select: (state: RoomState) => T): T | null
export function useRoom<T>(store: RoomStore | null, select: (state: RoomState) => T): T | null {
  return useSyncExternalStore(store?.subscribe ?? nothing, () => (store ? select(store.get()) : null))
}

/** Somebody else uses this device now, or the network is back: rooms that are open follow. */
export function reconnectRooms(anew: boolean): void {
  for (const { store } of held.values()) store.reconnect(anew)
}
