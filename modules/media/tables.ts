// The schema `media` as types.
import type { Id } from '#kernel/ids'

export type MediaTables = {
  'media.blob': {
    blob_id: Id<'blb'>
    name: string
    kind: 'image' | 'video'
    bytes: number
    width: number
    height: number
    duration_ms: number | null
    owner_id: Id<'usr'>
    created_at: Date
  }
}
