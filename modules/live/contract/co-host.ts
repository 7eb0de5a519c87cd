// Co-hosting (连麦): the host makes a link, another creator takes it and sends a second picture into the room. Served by `flows/co-host`.
import { z } from 'zod'
import { done, endpoint, idOf, instant, localized } from '#kernel/contract'
import { CO_HOST_STATES } from '../domain/co-host-state.ts'
import { playUrls, publishUrls } from './shapes.ts'

const creatorId = idOf('crt')
const roomId = idOf('rom')
const coHostId = idOf('cho')
const creator = (scope: 'live.read' | 'live.run') =>
  ({ kind: 'org', org: 'creator', scope, param: 'creatorId' }) as const
const OF_ROOM = '/api/v1/creators/{creatorId}/rooms/{roomId}/co-host'
const OF_GUEST = '/api/v1/creators/{creatorId}/co-hosts'

export const coHost = z.object({
  coHostId,
  roomId,
  state: z.enum(CO_HOST_STATES),
  /** Null until somebody took the invitation. */
  name: localized.nullable(),
  /** A picture arrives now. */
  hasPicture: z.boolean(),
  /** Until when it can be taken, and after that a picture be sent. */
  expiresAt: instant,
  play: playUrls,
  /** Opens the picture's WHEP address for some minutes; null for the guest itself, and when it is over. */
  talk: z.string().nullable(),
})

/** The room the guest is in: the host's picture and its name. */
const hostSide = z.object({ title: localized, name: localized, play: playUrls, talk: z.string().nullable() })

export const inviteCoHost = endpoint({
  id: 'live.inviteCoHost',
  method: 'POST',
  path: OF_ROOM,
  summary: { zh: '邀请连麦', en: 'Invite a co-host: a code for one creator, shown once' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: z.object({ coHost, code: z.string() }),
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'CO_HOST_THERE'],
  status: 201,
})

export const getCoHost = endpoint({
  id: 'live.getCoHost',
  method: 'GET',
  path: OF_ROOM,
  summary: { zh: '当前连麦', en: 'The room’s newest co-host, and how it stands' },
  access: creator('live.read'),
  input: z.object({ creatorId, roomId }),
  output: z.object({ coHost: coHost.nullable() }),
  errors: ['NOT_FOUND'],
})

/** Again is the same as once. */
export const removeCoHost = endpoint({
  id: 'live.removeCoHost',
  method: 'DELETE',
  path: OF_ROOM,
  summary: { zh: '结束连麦', en: 'End co-hosting, or take the invitation back' },
  access: creator('live.run'),
  input: z.object({ creatorId, roomId }),
  output: done,
  errors: ['NOT_FOUND'],
})

/** Again by the same creator: the same place with a fresh key, for a page that was loaded anew. */
export const acceptCoHost = endpoint({
  id: 'live.acceptCoHost',
  method: 'POST',
  path: OF_GUEST,
  summary: { zh: '接受连麦邀请', en: 'Take an invitation; the key of the second picture is shown once' },
  access: creator('live.run'),
  input: z.object({ creatorId, code: z.string().min(1).max(64) }),
  output: z.object({ coHost, publish: publishUrls, host: hostSide }),
  errors: ['NOT_FOUND', 'CO_HOST_CODE', 'CO_HOST_SELF'],
})

export const getCoHosting = endpoint({
  id: 'live.getCoHosting',
  method: 'GET',
  path: `${OF_GUEST}/{coHostId}`,
  summary: { zh: '我的连麦', en: 'How the caller’s co-hosting stands' },
  access: creator('live.run'),
  input: z.object({ creatorId, coHostId }),
  output: z.object({ coHost, host: hostSide }),
  errors: ['NOT_FOUND'],
})

/** Again is the same as once. */
export const leaveCoHost = endpoint({
  id: 'live.leaveCoHost',
  method: 'POST',
  path: `${OF_GUEST}/{coHostId}/leave`,
  summary: { zh: '退出连麦', en: 'Leave the room as co-host' },
  access: creator('live.run'),
  input: z.object({ creatorId, coHostId }),
  output: done,
  errors: ['NOT_FOUND'],
})

export const coHostEndpoints = [
  inviteCoHost,
  getCoHost,
  removeCoHost,
  acceptCoHost,
  getCoHosting,
  leaveCoHost,
] as const
