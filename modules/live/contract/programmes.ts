// Programmes (栏目): periodic columns of a creator, their dates, the calendar they make, and what followers are told of them.
import { z } from 'zod'
import { authorCard } from '#kernel/content-card'
import { done, endpoint, idOf, instant, localized, mediaUrl } from '#kernel/contract'
import { roomState } from '#kernel/room-event'
import { localizedText } from '#kernel/text'
import { isZone } from '../domain/programme-date.ts'
import { PROGRAMME_ACTIONS, PROGRAMME_STATES } from '../domain/programme-state.ts'
import { deskRoom, publishUrls, roomCard } from './shapes.ts'

export const MAX_PROGRAMMES = 100
export const MAX_CALENDAR_DAYS = 62

const creatorId = idOf('crt')
const programmeId = idOf('prg')
const creator = (scope: 'live.read' | 'live.run') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const
const PROGRAMMES = '/api/v1/creators/{creatorId}/programmes'
const PROGRAMME = `${PROGRAMMES}/{programmeId}` as const

/** A local day of the programme's zone. */
export const programmeDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const programmeState = z.enum(PROGRAMME_STATES)

const fields = {
  title: localizedText(40),
  description: localizedText(300),
  coverUrl: mediaUrl.nullable(),
  /** 1 Monday … 7 Sunday; all seven: daily. */
  weekdays: z
    .array(z.number().int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { message: 'named twice' }),
  /** Of the local day: 1200 is eight in the evening. */
  minute: z.number().int().min(0).max(1439),
  /** An IANA name: `Asia/Shanghai`. */
  zone: z.string().min(1).max(64).refine(isZone, { message: 'no such time zone' }),
  durationMinutes: z.number().int().min(15).max(1440),
}

const programmeDate = z.object({ day: programmeDay, at: instant, roomId: idOf('rom').nullable() })

const programmeShape = {
  programmeId,
  creatorId,
  title: localized,
  description: localized,
  coverUrl: z.string().nullable(),
  weekdays: z.array(z.number().int()),
  minute: z.number().int(),
  zone: z.string(),
  durationMinutes: z.number().int(),
  state: programmeState,
  /** Null: not active, or every date in sight is skipped. */
  next: programmeDate.nullable(),
}

/** A programme as its people see it. */
export const deskProgramme = z.object({
  ...programmeShape,
  version: z.number().int(),
  actions: z.array(z.enum(PROGRAMME_ACTIONS)),
  /** Skipped dates to come. */
  skipped: z.array(programmeDay),
  /** Other active programmes of the creator that fall into this one within four weeks: allowed, and told. */
  overlaps: z.array(programmeId),
})

/** A programme as viewers see it. */
export const publicProgramme = z.object({
  ...programmeShape,
  author: authorCard,
  subscribedByViewer: z.boolean(),
})

const oneProgramme = { creatorId, programmeId }

export const listProgrammes = endpoint({
  id: 'live.listProgrammes',
  method: 'GET',
  path: PROGRAMMES,
  summary: { zh: '我的栏目', en: 'The creator’s programmes, newest first; ended ones when asked' },
  access: creator('live.read'),
  input: z.object({ creatorId, state: programmeState.optional() }),
  output: z.object({ items: z.array(deskProgramme) }),
  errors: ['ENUM'],
})

/** Served by `flows/run-programmes` (screens the words). */
export const createProgramme = endpoint({
  id: 'live.createProgramme',
  method: 'POST',
  path: PROGRAMMES,
  summary: { zh: '新建栏目', en: 'Make a programme' },
  access: creator('live.run'),
  input: z.object({
    creatorId,
    ...fields,
    coverUrl: fields.coverUrl.default(null),
    durationMinutes: fields.durationMinutes.default(120),
  }),
  output: deskProgramme,
  errors: ['TEXT_INVALID', 'POLICY_WORD', 'PROGRAMME_LIMIT'],
  status: 201,
})

/** Served by `flows/run-programmes`. Needs If-Match. Rooms that were opened keep their own title and time. */
export const editProgramme = endpoint({
  id: 'live.editProgramme',
  method: 'PATCH',
  path: PROGRAMME,
  summary: { zh: '修改栏目', en: 'Edit a programme; rooms opened from it stay as they are' },
  access: creator('live.run'),
  input: z.object({ ...oneProgramme, ...z.object(fields).partial().shape }),
  output: deskProgramme,
  errors: ['NOT_FOUND', 'STALE', 'STATE_CONFLICT', 'TEXT_INVALID', 'POLICY_WORD'],
})

export const moveProgramme = endpoint({
  id: 'live.moveProgramme',
  method: 'POST',
  path: `${PROGRAMME}/state`,
  summary: { zh: '暂停、恢复或结束栏目', en: 'Pause, resume or end a programme' },
  access: creator('live.run'),
  input: z.object({ ...oneProgramme, action: z.enum(PROGRAMME_ACTIONS) }),
  output: deskProgramme,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ENUM'],
})

/** Twice is once. A date that has a room is refused: put the room away first. */
export const skipProgrammeDate = endpoint({
  id: 'live.skipProgrammeDate',
  method: 'PUT',
  path: `${PROGRAMME}/skips`,
  summary: { zh: '停播或恢复某一期', en: 'Leave out one date, or take it back in' },
  access: creator('live.run'),
  input: z.object({ ...oneProgramme, day: programmeDay, skipped: z.boolean() }),
  output: deskProgramme,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'DATE_INVALID'],
})

/** Served by `flows/run-programmes`. Twice, or at once, answers the one room; its key is shown to who made it. */
export const openProgrammeDate = endpoint({
  id: 'live.openProgrammeDate',
  method: 'POST',
  path: `${PROGRAMME}/rooms`,
  summary: { zh: '为某一期开直播间', en: 'The room for one date: made once, found afterwards' },
  access: creator('live.run'),
  input: z.object({ ...oneProgramme, day: programmeDay }),
  output: z.object({ room: deskRoom, publish: publishUrls.nullable() }),
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'DATE_INVALID'],
})

/** `kind` date: no room yet. */
export const calendarEntry = z.object({
  kind: z.enum(['date', 'room']),
  creatorId,
  at: instant,
  durationMinutes: z.number().int().nullable(),
  title: localized,
  programmeId: programmeId.nullable(),
  /** Of the programme's zone. */
  day: programmeDay.nullable(),
  skipped: z.boolean(),
  roomId: idOf('rom').nullable(),
  roomState: roomState.nullable(),
})

/** Of the accounts that speak for a shop. Served by `flows/shop-accounts`. */
export const getShopCalendar = endpoint({
  id: 'live.getShopCalendar',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/calendar',
  summary: { zh: '店铺直播日历', en: 'What the shop’s accounts planned, the first first' },
  access: { kind: 'org', org: 'shop', scope: 'analytics.read', param: 'shopId' },
  input: z.object({ shopId: idOf('shp'), from: instant, to: instant }),
  output: z.object({ entries: z.array(calendarEntry.extend({ name: localized })) }),
  errors: ['NOT_FOUND', 'DATE_INVALID'],
})

export const getCalendar = endpoint({
  id: 'live.getCalendar',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/calendar',
  summary: { zh: '直播日历', en: 'Planned rooms and programmes between two moments, the first first' },
  access: creator('live.read'),
  input: z.object({ creatorId, from: instant, to: instant }),
  output: z.object({ entries: z.array(calendarEntry) }),
  errors: ['DATE_INVALID'],
})

// --- Viewers ---------------------------------------------------------------------------------------------------------

/** Served by `flows/view-programmes`. Active ones. */
export const listAuthorProgrammes = endpoint({
  id: 'live.listAuthorProgrammes',
  method: 'GET',
  path: '/api/v1/authors/{authorId}/programmes',
  summary: { zh: '达人的栏目与下一期', en: 'A creator’s programmes and when each is on next' },
  access: { kind: 'public' },
  input: z.object({ authorId: creatorId }),
  output: z.object({ items: z.array(publicProgramme) }),
  errors: ['NOT_FOUND'],
})

/** Served by `flows/view-programmes`. Of creators followed and programmes subscribed to. */
export const listMyProgrammes = endpoint({
  id: 'live.listMyProgrammes',
  method: 'GET',
  path: '/api/v1/me/programmes',
  summary: { zh: '我关注的节目单', en: 'Programmes of those I follow or asked for, the next first' },
  access: { kind: 'person' },
  input: z.object({}),
  output: z.object({ items: z.array(publicProgramme) }),
  errors: [],
})

const subscription = {
  path: '/api/v1/programmes/{programmeId}/subscription',
  access: { kind: 'person' },
  input: z.object({ programmeId }),
  output: z.object({ subscribed: z.boolean() }),
  errors: ['NOT_FOUND'],
} as const

export const subscribeProgramme = endpoint({
  id: 'live.subscribeProgramme',
  method: 'PUT',
  summary: { zh: '预约栏目', en: 'Be told of each date' },
  ...subscription,
})

export const unsubscribeProgramme = endpoint({
  id: 'live.unsubscribeProgramme',
  method: 'DELETE',
  summary: { zh: '取消预约', en: 'Be told no more' },
  ...subscription,
})

/** `planned`: a room for a date was planned · `soon`: it begins within fifteen minutes. */
export const notice = z.object({
  kind: z.enum(['planned', 'soon']),
  at: instant,
  seen: z.boolean(),
  room: roomCard,
})

/** Served by `flows/view-programmes`. */
export const listNotices = endpoint({
  id: 'live.listNotices',
  method: 'GET',
  path: '/api/v1/me/notices',
  summary: { zh: '开播提醒', en: 'What I was told of rooms, the newest first; one hundred at most' },
  access: { kind: 'person' },
  input: z.object({}),
  output: z.object({ items: z.array(notice), unseen: z.number().int() }),
  errors: [],
})

export const seeNotices = endpoint({
  id: 'live.seeNotices',
  method: 'POST',
  path: '/api/v1/me/notices/seen',
  summary: { zh: '提醒全部已读', en: 'All of them were seen' },
  access: { kind: 'person' },
  input: z.object({}),
  output: done,
  errors: [],
})

export const programmeEndpoints = [
  listProgrammes,
  createProgramme,
  editProgramme,
  moveProgramme,
  skipProgrammeDate,
  openProgrammeDate,
  getCalendar,
  getShopCalendar,
  listAuthorProgrammes,
  listMyProgrammes,
  subscribeProgramme,
  unsubscribeProgramme,
  listNotices,
  seeNotices,
] as const
