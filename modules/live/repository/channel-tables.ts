// Tables of migration 0002 as types, and the builder that knows them beside those of the room.
import type { ChatRole, TrafficSource } from '#kernel/room-frames'
import { tables, type Tx } from '#platform/database'
import type { LiveTables } from '../tables.ts'

export type ChatFate = 'shown' | 'folded' | 'dropped' | 'filtered'

export type ChatTable = {
  chat_id: string
  room_id: string
  account_id: string
  name: string
  role: ChatRole
  text: string
  at: Date
  fate: ChatFate
  rule_id: string | null
  removed_at: Date | null
  removed_by: string | null
  link_n: number | null
}
export type MuteTable = {
  room_id: string
  account_id: string
  name: string
  until: Date | null
  blocked: boolean
  by_account: string
  at: Date
}
export type VisitTable = {
  room_id: string
  account_id: string
  first_seen: Date
  last_seen: Date
  watched_ms: bigint
  source: TrafficSource
  content_id: string | null
  chats: number
  likes: bigint
  saw: string[]
  clicked: string[]
}
export type ChannelTables = LiveTables & {
  'live.chat': ChatTable
  'live.mute': MuteTable
  'live.visit': VisitTable
  'live.online_minute': { room_id: string; minute: Date; online: number }
  'live.chat_rule': { room_id: string; slow_seconds: number; paused: boolean; pinned_chat_id: string | null }
  'live.chat_filter': { creator_id: string; term: string; added_by: string; at: Date }
}

export const channelTables = (tx: Tx) => tables<ChannelTables>(tx)
