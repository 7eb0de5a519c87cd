// Who works for a shop or for a creator, and in which role.
import { z } from 'zod'
import { done, endpoint, idOf, instant } from '#kernel/contract'
import { ROLE_SCOPES, type RoleOf } from '#kernel/scopes'
import { email } from './fields.ts'

const rolesOf = <K extends 'shop' | 'creator'>(kind: K) => Object.keys(ROLE_SCOPES[kind]) as RoleOf<K>[]
const shopId = idOf('shp')
const creatorId = idOf('crt')
const accountId = idOf('usr')
const read = { scope: 'member.read' } as const
const write = { scope: 'member.write', write: true } as const

export const member = z.object({
  accountId,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  /** z***@example.com */
  email: z.string().nullable(),
  role: z.string(),
  since: instant,
})

const members = z.object({ items: z.array(member) })

export const listMembers = endpoint({
  id: 'identity.listMembers',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/members',
  summary: { zh: '店铺成员', en: 'Members of the shop and their roles' },
  access: { kind: 'org', org: 'shop', param: 'shopId', ...read },
  input: z.object({ shopId }),
  output: members,
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const addMember = endpoint({
  id: 'identity.addMember',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/members',
  summary: { zh: '添加成员或调整其角色', en: 'Add a member by e-mail, or change the role of one' },
  access: { kind: 'org', org: 'shop', param: 'shopId', ...write },
  input: z.object({ shopId, email, role: z.enum(rolesOf('shop')) }),
  output: member,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'MEMBER_UNKNOWN', 'LAST_OWNER', 'ENUM'],
  status: 201,
})

export const removeMember = endpoint({
  id: 'identity.removeMember',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/members/{accountId}',
  summary: { zh: '移除成员', en: 'Remove a member; it takes effect at once' },
  access: { kind: 'org', org: 'shop', param: 'shopId', ...write },
  input: z.object({ shopId, accountId }),
  output: done,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'LAST_OWNER'],
})

export const listCreatorMembers = endpoint({
  id: 'identity.listCreatorMembers',
  method: 'GET',
  path: '/api/v1/creators/{creatorId}/members',
  summary: { zh: '达人团队成员', en: 'Members of a creator’s team and their roles' },
  access: { kind: 'org', org: 'creator', param: 'creatorId', ...read },
  input: z.object({ creatorId }),
  output: members,
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const addCreatorMember = endpoint({
  id: 'identity.addCreatorMember',
  method: 'POST',
  path: '/api/v1/creators/{creatorId}/members',
  summary: {
    zh: '添加团队成员（场控、剪辑）或调整其角色',
    en: 'Add a moderator or an editor by e-mail, or change the role of one',
  },
  access: { kind: 'org', org: 'creator', param: 'creatorId', ...write },
  input: z.object({ creatorId, email, role: z.enum(rolesOf('creator')) }),
  output: member,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'MEMBER_UNKNOWN', 'LAST_OWNER', 'ENUM'],
  status: 201,
})

export const removeCreatorMember = endpoint({
  id: 'identity.removeCreatorMember',
  method: 'DELETE',
  path: '/api/v1/creators/{creatorId}/members/{accountId}',
  summary: {
    zh: '移除团队成员',
    en: 'Remove a member; it takes effect at once, in open rooms too',
  },
  access: { kind: 'org', org: 'creator', param: 'creatorId', ...write },
  input: z.object({ creatorId, accountId }),
  output: done,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'LAST_OWNER'],
})
