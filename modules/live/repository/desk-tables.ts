// What the desk of a room keeps, as types: rundown, shifts, violations (migrations/0003-desk.sql).
import type { Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { RundownRole, RundownState } from '../domain/rundown.ts'
import type { ShiftRole } from '../domain/shift.ts'

type RundownRowTable = {
  row_id: Id<'rdn'>
  room_id: Id<'rom'>
  position: number
  product_id: Id<'prd'>
  role: RundownRole
  minutes: number
  points: string
  state: RundownState
  started_at: Date | null
  ended_at: Date | null
}
type ShiftTable = {
  shift_id: Id<'shf'>
  room_id: Id<'rom'>
  account_id: Id<'usr'>
  role: ShiftRole
  started_at: Date
  ended_at: Date | null
  taken_from: Id<'shf'> | null
}
type ViolationTable = {
  violation_id: Id<'vio'>
  room_id: Id<'rom'>
  rule_id: string
  at_seconds: number
  note: string
  raised_by: string
  raised_at: Date
}
type DeskTables = {
  'live.rundown': { room_id: Id<'rom'>; version: number }
  'live.rundown_row': RundownRowTable
  'live.shift': ShiftTable
  'live.violation': ViolationTable
}

export const desk = (tx: Tx) => tables<DeskTables>(tx)
export type RundownRow = Selectable<RundownRowTable>
export type ShiftRow = Selectable<ShiftTable>
export type ViolationRow = Selectable<ViolationTable>
