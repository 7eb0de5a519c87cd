// Sessions: who am I, begin as a guest, log in, log out.
import { z } from 'zod'
import { done, endpoint, idOf, instant, localized } from '#kernel/contract'
import { ORG_KINDS, SCOPES } from '#kernel/scopes'
import { email, locale, password } from './fields.ts'

export const accountView = z.object({
  id: idOf('usr'),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  guest: z.boolean(),
  email: z.string().nullable(),
  locale,
})

export const membershipView = z.object({
  orgId: z.string(),
  orgKind: z.enum(ORG_KINDS),
  name: localized,
  role: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  suspended: z.boolean(),
})

export const sessionView = z.object({
  account: accountView.nullable(),
  memberships: z.array(membershipView),
  /** Why the token that was sent no longer counts; null when none was sent or it is good. */
  ended: z.enum(['TOKEN_EXPIRED', 'TOKEN_INVALID', 'SESSION_REVOKED', 'ACCOUNT_SUSPENDED']).nullable(),
  demo: z.boolean(),
  /** The platform's clock. */
  now: instant,
})
export type SessionView = z.output<typeof sessionView>

/** A new session: browsers keep its cookie, others send the token as `Authorization: Bearer …`. It is shown only once. */
export const sessionStarted = sessionView.extend({ token: z.string(), expiresAt: instant })

export const getSession = endpoint({
  id: 'identity.getSession',
  method: 'GET',
  path: '/api/v1/session',
  summary: { zh: '当前会话', en: 'Who am I?' },
  access: { kind: 'public' },
  input: z.object({}),
  output: sessionView,
  errors: [],
})

export const startGuest = endpoint({
  id: 'identity.startGuest',
  method: 'POST',
  path: '/api/v1/session/guest',
  summary: { zh: '以访客身份开始', en: 'Begin as a guest' },
  access: { kind: 'public' },
  input: z.object({ locale: locale.optional() }),
  /** Token and expiry are null when the session that was sent goes on. */
  output: sessionView.extend({ token: z.string().nullable(), expiresAt: instant.nullable() }),
  errors: [],
})

export const logIn = endpoint({
  id: 'identity.logIn',
  method: 'POST',
  path: '/api/v1/session',
  summary: { zh: '登录', en: 'Log in' },
  access: { kind: 'public' },
  input: z.object({ email, password }),
  output: sessionStarted,
  errors: ['INVALID_CREDENTIALS', 'LOGIN_THROTTLED', 'ACCOUNT_SUSPENDED', 'TEXT_INVALID'],
})

export const logOut = endpoint({
  id: 'identity.logOut',
  method: 'DELETE',
  path: '/api/v1/session',
  summary: { zh: '退出登录', en: 'Log out' },
  access: { kind: 'public' },
  input: z.object({}),
  output: done,
  errors: [],
})

export const logOutEverywhere = endpoint({
  id: 'identity.logOutEverywhere',
  method: 'DELETE',
  path: '/api/v1/sessions',
  summary: { zh: '退出所有设备', en: 'Log out everywhere, here included' },
  access: { kind: 'person' },
  input: z.object({}),
  output: done,
  errors: ['UNAUTHENTICATED'],
})
