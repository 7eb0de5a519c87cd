// A shop's members and their roles.
import { z } from 'zod'
import { done, endpoint, idOf, instant } from '#kernel/contract'
import { ROLE_SCOPES, type RoleOf } from '#kernel/scopes'
import { email } from './fields.ts'

const SHOP_ROLES = Object.keys(ROLE_SCOPES.shop) as RoleOf<'shop'>[]
const shopId = idOf('shp')

export const member = z.object({
  accountId: idOf('usr'),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  /** z***@example.com */
  email: z.string().nullable(),
  role: z.string(),
  since: instant,
})

export const listMembers = endpoint({
  id: 'identity.listMembers',
  method: 'GET',
  path: '/api/v1/shops/{shopId}/members',
  summary: { zh: '店铺成员', en: 'Members of the shop and their roles' },
  access: { kind: 'org', org: 'shop', scope: 'member.read', param: 'shopId' },
  input: z.object({ shopId }),
  output: z.object({ items: z.array(member) }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const addMember = endpoint({
  id: 'identity.addMember',
  method: 'POST',
  path: '/api/v1/shops/{shopId}/members',
  summary: { zh: '添加成员或调整其角色', en: 'Add a member by e-mail, or change the role of one' },
  access: { kind: 'org', org: 'shop', scope: 'member.write', param: 'shopId', write: true },
  input: z.object({ shopId, email, role: z.enum(SHOP_ROLES) }),
  output: member,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'MEMBER_UNKNOWN', 'LAST_OWNER', 'ENUM'],
  status: 201,
})

export const removeMember = endpoint({
  id: 'identity.removeMember',
  method: 'DELETE',
  path: '/api/v1/shops/{shopId}/members/{accountId}',
  summary: { zh: '移除成员', en: 'Remove a member; it takes effect at once' },
  access: { kind: 'org', org: 'shop', scope: 'member.write', param: 'shopId', write: true },
  input: z.object({ shopId, accountId: idOf('usr') }),
  output: done,
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'SHOP_SUSPENDED', 'LAST_OWNER'],
})
