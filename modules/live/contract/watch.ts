// Looking after a room while it is on: how the picture arrives and what to change, and what the platform finds fault with, by rule and
// by the second of the recording.
import { z } from 'zod'
import { done, endpoint, idOf, instant, localized } from '#kernel/contract'
import { cleanText } from '#kernel/text'

const creatorId = idOf('crt')
const roomId = idOf('rom')
const ROOM = '/api/v1/creators/{creatorId}/rooms/{roomId}'
const PLATFORM_ROOM = '/api/v1/platform/rooms/{roomId}'
const seesRoom = { kind: 'org', org: 'creator', scope: 'live.read', param: 'creatorId' } as const
const decides = { kind: 'platform', scope: 'review.decide' } as const
/** A day and a half: longer than any room. */
const MAX_SECONDS = 36 * 3_600

export const roomHealth = z.object({
  /** Null: nothing arrives. */
  health: z
    .object({
      state: z.enum(['live', 'interrupted']),
      protocol: z.enum(['rtmp', 'whip']),
      publishedAt: instant,
      videoKbps: z.number(),
      audioKbps: z.number(),
      fps: z.number(),
      width: z.number(),
      height: z.number(),
      videoCodec: z.string().nullable(),
      audioCodec: z.string().nullable(),
      keyFrameEveryMs: z.number().nullable(),
      reordered: z.boolean(),
      audioLagMs: z.number(),
      viewers: z.number(),
    })
    .nullable(),
  /** What is wrong (codes of `platform/live-engine`: HEALTH_ADVICE), and what to change where the picture is made. */
  advice: z.array(z.object({ code: z.string(), what: localized, change: localized })),
})

/** Served by `flows/watch-room`: getRoomHealth. */
export const getRoomHealth = endpoint({
  id: 'live.getRoomHealth',
  method: 'GET',
  path: `${ROOM}/health`,
  summary: { zh: '推流健康度', en: 'How the picture arrives, and what to change' },
  access: seesRoom,
  input: z.object({ creatorId, roomId }),
  output: roomHealth,
  errors: ['NOT_FOUND', 'STREAM_SERVICE'],
})

export const violation = z.object({
  violationId: idOf('vio'),
  ruleId: z.string(),
  /** Second of the recording, gaps left out. */
  atSeconds: z.number(),
  note: z.string(),
  raisedAt: instant,
})
const violations = z.object({ items: z.array(violation) })

export const listViolations = endpoint({
  id: 'live.listViolations',
  method: 'GET',
  path: `${ROOM}/violations`,
  summary: { zh: '直播违规记录', en: 'What the platform found fault with, and at which second' },
  access: seesRoom,
  input: z.object({ creatorId, roomId }),
  output: violations,
  errors: ['NOT_FOUND'],
})

export const listRoomViolations = endpoint({
  id: 'live.listRoomViolations',
  method: 'GET',
  path: `${PLATFORM_ROOM}/violations`,
  summary: { zh: '直播间违规记录（平台）', en: 'Violations of a room' },
  access: decides,
  input: z.object({ roomId }),
  output: violations,
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

/** Served by `flows/watch-room`: raiseViolation. */
export const raiseViolation = endpoint({
  id: 'live.raiseViolation',
  method: 'POST',
  path: `${PLATFORM_ROOM}/violations`,
  summary: { zh: '登记直播违规', en: 'Record a violation: rule, second, note; the desk is told at once' },
  access: decides,
  input: z.object({
    roomId,
    ruleId: z.string().max(20),
    /** Absent: now. */
    atSeconds: z.number().min(0).max(MAX_SECONDS).optional(),
    note: cleanText(300),
  }),
  output: violation,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'STATE_CONFLICT', 'ENUM', 'TEXT_INVALID'],
  status: 201,
})

/** Served by `flows/watch-room`: cutRoom. The violation is recorded, then the room ends as one the platform ended. */
export const cutRoom = endpoint({
  id: 'live.cutRoom',
  method: 'POST',
  path: `${PLATFORM_ROOM}/cut`,
  summary: { zh: '切断直播', en: 'End a room, with the rule and the reason' },
  access: decides,
  input: z.object({ roomId, ruleId: z.string().max(20), note: cleanText(300) }),
  output: done,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'STATE_CONFLICT', 'ENUM', 'TEXT_INVALID'],
})

export const watchEndpoints = [
  getRoomHealth,
  listViolations,
  listRoomViolations,
  raiseViolation,
  cutRoom,
] as const
