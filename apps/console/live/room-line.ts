// The desk's line into a room: one socket for everything on the page. What is money goes into the cached room, in order; chat and
// numbers go into a small store that only those listen to who show them, because they change four times a second.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import {
  followRoom,
  resolveLiveUrl,
  type LineState as SocketState,
  type RoomFollower,
  type RoomSocketEnd,
} from '#app/client'
import type { NumberedEvent } from '#kernel/room-event'
import type { ChatLine, ChatRole } from '#kernel/room-frames'
import {
  enterRoom,
  getDeskRoom,
  getRoomTotals,
  getRundown,
  listEvents,
  listViolations,
} from '#modules/live/contract'
import { api, queries, queryOf, refresh, SESSION_KEY } from '../app/api.ts'
import { patchRoom, type Room } from './room-patch.ts'

const KEPT_LINES = 300
/** Several orders at once are one question. */
const TOTALS_MS = 800

export type DeskLine = ChatLine & { removed?: boolean }
export type LineState = {
  status: SocketState['is']
  why: RoomSocketEnd | null
  /** Null until the channel has said it. */
  role: ChatRole | null
  viewers: number | null
  likes: number
  /** Oldest first. */
  lines: readonly DeskLine[]
  /** Lines that gave way in the crowd, so far. */
  dropped: number
  slowSeconds: number
  paused: boolean
  pinned: { chatId: string; name: string; text: string } | null
}

const EMPTY: LineState = {
  status: 'connecting',
  why: null,
  role: null,
  viewers: null,
  likes: 0,
  lines: [],
  dropped: 0,
  slowSeconds: 0,
  paused: false,
  pinned: null,
}

export type RoomLine = ReturnType<typeof createRoomLine>

export function createRoomLine({ creatorId, roomId }: { creatorId: string; roomId: string }) {
  const key = queryOf(getDeskRoom, { creatorId, roomId }).queryKey
  let state = EMPTY
  let socket: RoomFollower | null = null
  let totals: ReturnType<typeof setTimeout> | null = null
  const listeners = new Set<() => void>()
  const change = (next: Partial<LineState>) => {
    state = { ...state, ...next }
    for (const l of listeners) l()
  }
  const readTotals = () => {
    totals ??= setTimeout(() => {
      totals = null
      void refresh(getRoomTotals)
    }, TOTALS_MS)
  }
  const withLines = (more: readonly ChatLine[]) => {
    const seen = new Set(more.map((l) => l.id))
    return [...state.lines.filter((l) => !seen.has(l.id)), ...more].slice(-KEPT_LINES)
  }

  function onEvent(event: NumberedEvent): void {
    const known = queries.getQueryData<Room>(key)
    if (known) {
      const { room, again } = patchRoom(known, event)
      queries.setQueryData(key, room)
      if (again) void refresh(getDeskRoom)
    }
    switch (event.event.kind) {
      case 'explain':
        return void refresh(getRundown)
      case 'violation':
      case 'hidden': // told again after a gap, without its words
        return void refresh(listViolations)
      case 'chatRule':
        return change({ slowSeconds: event.event.slowSeconds, paused: event.event.paused })
      case 'chatPinned':
        return change({ pinned: event.event.chat })
      case 'chatRemoved': {
        const gone = new Set<string>(event.event.chatIds)
        return change({ lines: state.lines.map((l) => (gone.has(l.id) ? { ...l, removed: true } : l)) })
      }
    }
  }

  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    open(seq: number): void {
      socket = followRoom({
        seq,
        address: async () => {
          const { url, ticket } = await api.call(enterRoom, { roomId: roomId as `rom_${string}` })
          const address = new URL(resolveLiveUrl(url, location, 'ws'))
          address.searchParams.set('ticket', ticket)
          return address.toString()
        },
        eventsAfter: (after) => api.call(listEvents, { roomId: roomId as `rom_${string}`, after }),
        snapshot: async () =>
          (await queries.fetchQuery({ ...queryOf(getDeskRoom, { creatorId, roomId }), staleTime: 0 })).seq,
        onEvent,
        onHello: (hello) => {
          // Somebody changed what this person may do here, or took it away: what the desk shows hangs on it.
          if (state.role !== null && state.role !== hello.role)
            void queries.invalidateQueries({ queryKey: SESSION_KEY })
          change({
            role: hello.role,
            viewers: hello.viewers,
            likes: hello.likes,
            slowSeconds: hello.slowSeconds,
            paused: hello.paused,
            pinned: hello.pinned,
            lines: withLines(hello.chat),
          })
        },
        onTick: (tick) => {
          if (tick.orders) readTotals()
          change({
            ...(tick.viewers === undefined ? {} : { viewers: tick.viewers }),
            ...(tick.likes === undefined ? {} : { likes: tick.likes }),
            ...(tick.chat ? { lines: withLines(tick.chat) } : {}),
            ...(tick.dropped ? { dropped: state.dropped + tick.dropped } : {}),
          })
        },
        onState: (line) => {
          const why = line.is === 'closed' ? line.why : null
          change({ status: line.is, why })
          if (why === 'ended') void refresh(getDeskRoom)
        },
      })
    },
    close(): void {
      socket?.leave()
      socket = null
    },
    chat: (text: string) => socket!.chat(text),
    retryNow: () => socket?.reconnect(false),
    serverNowMs: () => socket?.serverNowMs() ?? null,
  }
}

/** Opened while `on` (the room has an audience), closed when the page goes. */
export function useRoomLine(creatorId: string, roomId: string, on: boolean, seq: number): RoomLine {
  const line = useMemo(() => createRoomLine({ creatorId, roomId }), [creatorId, roomId])
  useEffect(() => {
    if (!on) return
    line.open(seq)
    const wake = () => line.retryNow()
    window.addEventListener('online', wake)
    return () => {
      window.removeEventListener('online', wake)
      line.close()
    }
    // `seq` is where it begins, not a reason to begin again
    // oxlint-disable-next-line react/exhaustive-deps
  }, [line, on])
  return line
}

export const useLine = <T>(line: RoomLine, pick: (state: LineState) => T): T =>
  useSyncExternalStore(line.subscribe, () => pick(line.state()))
