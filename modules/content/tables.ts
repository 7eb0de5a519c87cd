// Content's tables as types; jsonb columns go in as text and come out as objects.
import type { ColumnType, Generated } from 'kysely'
import type { ContentMedia } from '#kernel/content-card'
import type { Localized } from '#kernel/text'
import type { ContentCheck, FromRoom } from './contract/shapes.ts'
import type { ContentState } from './domain/content-state.ts'

type Json<T> = ColumnType<T, string, string>

export type ContentTables = {
  'content.creator': {
    id: string
    name: Json<Localized>
    bio: Json<Localized>
    avatar_url: string | null
    tier: 'head' | 'shoulder' | 'waist' | 'tail'
    followers: Generated<bigint>
    version: Generated<number>
    created_at: Date
  }
  'content.item': {
    id: string
    creator_id: string
    state: ContentState
    title: Json<Localized>
    caption: Json<Localized>
    media: Json<ContentMedia>
    product_ids: string[]
    tags: string[]
    category_id: string | null
    rejected_rule_id: string | null
    version: Generated<number>
    created_at: Date
    published_at: Date | null
    publish_at: Date | null
    checks: ColumnType<ContentCheck[], string | undefined, string>
    announces_room: string | null
    from_room: ColumnType<FromRoom | null, string | null | undefined, string | null>
  }
  'content.item_counter': {
    item_id: string
    views: Generated<bigint>
    likes: Generated<bigint>
    comments: Generated<bigint>
    shares: Generated<bigint>
  }
  'content.watch_total': {
    item_id: string
    plays: Generated<bigint>
    measured: Generated<bigint>
    played_ms: Generated<bigint>
    past_3s: Generated<bigint>
    effective: Generated<bigint>
    past_25: Generated<bigint>
    past_50: Generated<bigint>
    past_75: Generated<bigint>
    finished: Generated<bigint>
    since: Date
  }
  'content.watch_second': {
    item_id: string
    second: number
    playing: Generated<number>
    leaving: Generated<number>
    likes: Generated<number>
    comments: Generated<number>
    shares: Generated<number>
    follows: Generated<number>
  }
  'content.item_like': { item_id: string; account_id: string; at: Date }
  'content.item_share': { item_id: string; account_id: string; at: Date }
  'content.follow': { creator_id: string; account_id: string; at: Date }
  'content.comment': {
    id: string
    item_id: string
    account_id: string
    text: string
    pinned: Generated<boolean>
    reply: string | null
    replied_at: Date | null
    created_at: Date
    held: Generated<boolean>
    reply_by_shop: string | null
  }
  'content.comment_filter': { creator_id: string; words: string[]; updated_at: Date }
  'content.comment_host': { item_id: string; shop_id: string; granted_at: Date }
}
