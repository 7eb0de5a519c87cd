// The tables of programmes and of what people are told about them, as types.
import type { ColumnType, Generated } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { ProgrammeState } from '../domain/programme-state.ts'

type Json<T> = ColumnType<T, string, string>
export type NoticeKind = 'planned' | 'soon'

export type ProgrammeTable = {
  programme_id: Id<'prg'>
  creator_id: Id<'crt'>
  title: Json<Localized>
  description: Json<Localized>
  cover_url: string | null
  weekdays: number[]
  minute: number
  zone: string
  duration_minutes: number
  state: ProgrammeState
  version: Generated<number>
  created_at: Date
}

export type ProgrammeTables = {
  'live.programme': ProgrammeTable
  'live.programme_skip': { programme_id: Id<'prg'>; day: string }
  'live.programme_subscriber': { programme_id: Id<'prg'>; person_id: Id<'usr'>; at: Date }
  'live.telling': {
    room_id: Id<'rom'>
    kind: NoticeKind
    source: 'subscribers' | 'followers'
    after_person: string
    done_at: Date | null
  }
  'live.notice': {
    person_id: Id<'usr'>
    room_id: Id<'rom'>
    kind: NoticeKind
    at: Date
    seen_at: Date | null
  }
}
