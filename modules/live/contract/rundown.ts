// The rundown of a room (排品): which product is talked about in which order, for how long, to what end and with which words. What
// was planned stays beside what really happened; deviations are the difference of the two.
import { z } from 'zod'
import { endpoint, idOf, instant, rowVersion, says } from '#kernel/contract'
import { RUNDOWN_ROLES, RUNDOWN_STATES } from '../domain/rundown.ts'

export const MAX_RUNDOWN_ROWS = 200
export const MAX_RUNDOWN_MINUTES = 240
export const MAX_TALKING_POINTS = 1_000

const creatorId = idOf('crt')
const roomId = idOf('rom')
const rowId = idOf('rdn')
const creator = (scope: 'live.read' | 'live.run') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const
const RUNDOWN = '/api/v1/creators/{creatorId}/rooms/{roomId}/rundown'

/** 引流款 brings people in, 主推款 is what the evening is about, 利润款 earns. */
export const rundownRole = z.enum(RUNDOWN_ROLES)

const points = z
  .string()
  .max(MAX_TALKING_POINTS)
  // oxlint-disable-next-line no-control-regex -- what no screen shows
  .refine((s) => !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(s), { params: { code: 'TEXT_INVALID' } })

export const rundownRow = z.object({
  rowId,
  productId: idOf('prd'),
  role: rundownRole,
  minutes: z.number().int(),
  /** Talking points, a line each, as the teleprompter shows them. */
  points: z.string(),
  state: z.enum(RUNDOWN_STATES),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
})

export const rundown = z.object({
  version: rowVersion,
  /** What was done first, in the order it happened; then what is on now; then what is planned. */
  rows: z.array(rundownRow),
})

export const getRundown = endpoint({
  id: 'live.getRundown',
  method: 'GET',
  path: RUNDOWN,
  summary: { zh: '排品', en: 'The rundown: order, minutes, talking points, what really happened' },
  access: creator('live.read'),
  input: z.object({ creatorId, roomId }),
  output: rundown,
  errors: ['NOT_FOUND'],
})

/** What is on or done cannot be taken out, nor its product changed; words, role and minutes of every row can. */
export const saveRundown = endpoint({
  id: 'live.saveRundown',
  method: 'PUT',
  path: RUNDOWN,
  summary: { zh: '保存排品', en: 'Save the rundown as a whole' },
  access: creator('live.run'),
  input: z.object({
    creatorId,
    roomId,
    /** That of what was edited: another's edit in between is not overwritten. */
    version: rowVersion,
    rows: z
      .array(
        z.strictObject({
          /** Absent: a new row. */
          rowId: rowId.optional(),
          productId: idOf('prd'),
          role: rundownRole,
          minutes: z.number().int().min(1).max(MAX_RUNDOWN_MINUTES),
          points,
        }),
      )
      .max(MAX_RUNDOWN_ROWS)
      .refine(
        (rows) => {
          const ids = rows.flatMap((r) => r.rowId ?? [])
          return new Set(ids).size === ids.length
        },
        says('每行只出现一次', 'each row once'),
      ),
  }),
  output: rundown,
  errors: ['NOT_FOUND', 'STALE', 'STATE_CONFLICT', 'TEXT_INVALID'],
})

/**
 * Served by `flows/run-rundown`: nextInRundown. Finishes the row that is on, starts the first planned one whose product is in the bag
 * (or `rowId`) and explains its product; with none left, explaining stops.
 */
export const nextInRundown = endpoint({
  id: 'live.nextInRundown',
  method: 'POST',
  path: `${RUNDOWN}/next`,
  summary: { zh: '讲下一个', en: 'On to the next product' },
  access: creator('live.run'),
  input: z.object({
    creatorId,
    roomId,
    /** The row the caller sees as being on: a second press, or two people at once, move on once. */
    after: rowId.nullable(),
    rowId: rowId.optional(),
  }),
  output: rundown,
  errors: ['NOT_FOUND', 'STALE', 'STATE_CONFLICT'],
})

export const rundownEndpoints = [getRundown, saveRundown, nextInRundown] as const
