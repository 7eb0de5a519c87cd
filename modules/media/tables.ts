// The schema `media` as types; jsonb columns go in as text and come out as objects.
import type { ColumnType } from 'kysely'
import type { ContentMedia } from '#kernel/content-card'
import type { Id } from '#kernel/ids'
import type { Container } from '#platform/ffmpeg'
import type { WorkReason } from '#platform/work-queue'
import type { UploadState } from './domain/upload-state.ts'

type Json<T> = ColumnType<T, string | null | undefined, string | null>

export type ClipMedia = Extract<ContentMedia, { kind: 'video' }>
/** Words seen on the screen, with the second of the clip they were first seen at. */
export type ScreenText = { second: number; text: string }[]

/** A part of one take: files of the recordings folder that follow each other, the description of the codecs first. */
export type Take = { files: string[]; skipMs: number; lengthMs: number }
export type ClipCut = { takes: Take[] }

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
  'media.upload': {
    upload_id: Id<'upl'>
    creator_id: Id<'crt'>
    owner_id: Id<'usr'>
    name: string
    bytes: bigint
    state: UploadState
    container: Container | null
    reason: Json<WorkReason | null>
    media: Json<ClipMedia | null>
    screen_text: Json<ScreenText | null>
    /** Of a recording; null for what was brought. */
    cut: Json<ClipCut | null>
    created_at: Date
    expires_at: Date
  }
  'media.fingerprint': { upload_id: Id<'upl'>; creator_id: Id<'crt'>; hashes: Buffer }
}
