// Shifts (班次): who did which job in a room from when to when, and what was sold while they did it.
import { z } from 'zod'
import { currency, endpoint, idOf, instant, minorOut } from '#kernel/contract'
import { SHIFT_ROLES } from '../domain/shift.ts'

const creatorId = idOf('crt')
const roomId = idOf('rom')
const shiftId = idOf('shf')
const creator = (scope: 'live.read' | 'live.run') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const
const SHIFTS = '/api/v1/creators/{creatorId}/rooms/{roomId}/shifts'

/** 主播 · 助播 · 中控 · 场控 · 投手 */
export const shiftRole = z.enum(SHIFT_ROLES)

export const shift = z.object({
  shiftId,
  accountId: idOf('usr'),
  role: shiftRole,
  startedAt: instant,
  /** Null: on duty now. A shift ends with its room at the latest. */
  endedAt: instant.nullable(),
  /** The shift it was handed over from. */
  takenFrom: shiftId.nullable(),
  /** Of order lines that were paid within it; `paidMinor` before refunds. */
  results: z.object({
    seconds: z.number().int(),
    orders: z.number().int(),
    buyers: z.number().int(),
    units: z.number().int(),
    paidMinor: minorOut,
    refundedMinor: minorOut,
    /** People who were in the room at some moment of it. */
    viewers: z.number().int(),
  }),
})

export const roomPerson = z.object({
  accountId: idOf('usr'),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  /** In the creator's organisation; null: no longer in it. */
  role: z.string().nullable(),
})

export const shifts = z.object({
  currency: currency.nullable(),
  shifts: z.array(shift),
  /** The organisation's members, and whoever else had a shift here. */
  people: z.array(roomPerson),
})

/** Served by `flows/staff-room`: listShifts. */
export const listShifts = endpoint({
  id: 'live.listShifts',
  method: 'GET',
  path: SHIFTS,
  summary: { zh: '班次与个人成绩', en: 'Shifts, and what was sold in each' },
  access: creator('live.read'),
  input: z.object({ creatorId, roomId }),
  output: shifts,
  errors: ['NOT_FOUND'],
})

/** Served by `flows/staff-room`: startShift. A member of the organisation goes on duty. */
export const startShift = endpoint({
  id: 'live.startShift',
  method: 'POST',
  path: SHIFTS,
  summary: { zh: '上班', en: 'Somebody goes on duty' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, accountId: idOf('usr'), role: shiftRole }),
  output: shifts,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'DUPLICATE'],
  status: 201,
})

/** Served by `flows/staff-room`: endShift. */
export const endShift = endpoint({
  id: 'live.endShift',
  method: 'POST',
  path: `${SHIFTS}/{shiftId}/end`,
  summary: { zh: '下班', en: 'A shift ends' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, shiftId }),
  output: shifts,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

/** Served by `flows/staff-room`: handOver. One shift ends and another begins in the same instant: no order falls between. */
export const handOver = endpoint({
  id: 'live.handOver',
  method: 'POST',
  path: `${SHIFTS}/{shiftId}/hand-over`,
  summary: { zh: '交班', en: 'Hand a shift over to somebody else' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId, shiftId, accountId: idOf('usr') }),
  output: shifts,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'DUPLICATE'],
})

export const shiftEndpoints = [listShifts, startShift, endShift, handOver] as const
