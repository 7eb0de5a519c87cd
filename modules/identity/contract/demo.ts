// The demo's one-click log-ins; outside demo mode there are none.
import { z } from 'zod'
import { endpoint, localized } from '#kernel/contract'
import { PERSONA_ROLES } from '../domain/personas.ts'
import { sessionStarted } from './sessions.ts'

export const persona = z.object({
  key: z.string(),
  role: z.enum(PERSONA_ROLES),
  label: localized,
  /** What a visitor sees as this persona. */
  shows: localized,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  email: z.string().nullable(),
})

export const listPersonas = endpoint({
  id: 'identity.listPersonas',
  method: 'GET',
  path: '/api/v1/demo/personas',
  summary: { zh: '演示身份', en: 'The demo’s one-click log-ins' },
  access: { kind: 'demo' },
  input: z.object({}),
  output: z.object({ items: z.array(persona) }),
  errors: ['DEMO_ONLY'],
})

export const becomePersona = endpoint({
  id: 'identity.becomePersona',
  method: 'POST',
  path: '/api/v1/demo/session',
  summary: { zh: '一键登录为演示身份', en: 'Log in as a demo persona' },
  access: { kind: 'demo' },
  input: z.object({ key: z.string().max(40) }),
  output: sessionStarted,
  errors: ['DEMO_ONLY', 'NOT_FOUND'],
})
