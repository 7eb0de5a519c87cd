// Who is calling, as seen from outside: sessions, sign-up, one's own account and addresses, a shop's members, demo log-ins.
// Organisations are opened by flows (shop.openShop, content.openCreator), because a shop or a creator is made with them.
import { z } from 'zod'
import { done, endpoint, idOf, instant, localized } from '#kernel/contract'
import { ORG_KINDS, ROLE_SCOPES, SCOPES, type RoleOf } from '#kernel/scopes'
import { cleanText, isCleanText, LOCALES } from '#kernel/text'
import { MAX_PASSWORD } from './domain/password.ts'
import { PERSONA_ROLES } from './domain/personas.ts'
import { readPhone } from './domain/phone.ts'

export const MAX_ADDRESSES = 20

const locale = z.enum(LOCALES)
const nickname = cleanText(20)

const email = z
  .string()
  .max(254)
  .refine((t) => isCleanText(t), { params: { code: 'TEXT_INVALID' } })
  .trim()
  .toLowerCase()
  .check(z.email())
  .meta({ example: 'zoe@example.com' })

/** Taken as typed; whether it is strong enough is for sign-up to say. */
const password = z
  .string()
  .min(1)
  .max(MAX_PASSWORD)
  .refine((t) => isCleanText(t), { params: { code: 'TEXT_INVALID' } })
  .meta({ format: 'password' })

const phone = z
  .string()
  .max(32)
  .superRefine((text, ctx) => {
    const read = readPhone(text)
    if (typeof read !== 'string') ctx.addIssue({ code: 'custom', params: { code: 'PHONE_INVALID', rule: read.rule }, message: read.detail })
  })
  .transform((text) => readPhone(text) as string)
  .meta({ example: '13800138000' })

// --- Sessions ---------------------------------------------------------------------------------------------------------

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

// --- One's own account --------------------------------------------------------------------------------------------------

export const signUp = endpoint({
  id: 'identity.signUp',
  method: 'POST',
  path: '/api/v1/accounts',
  summary: { zh: '注册（访客原地升级，购物车与兴趣保留）', en: 'Sign up; a guest keeps its account and everything in it' },
  access: { kind: 'public' },
  input: z.object({ email, password, nickname: nickname.optional(), locale: locale.optional() }),
  output: sessionStarted,
  errors: ['EMAIL_TAKEN', 'PASSWORD_WEAK', 'TEXT_INVALID', 'ENUM'],
  status: 201,
})

export const changePassword = endpoint({
  id: 'identity.changePassword',
  method: 'POST',
  path: '/api/v1/me/password',
  summary: { zh: '修改密码（其他设备会退出）', en: 'Change the password; other sessions end' },
  access: { kind: 'account' },
  input: z.object({ currentPassword: password, newPassword: password }),
  output: done,
  errors: ['INVALID_CREDENTIALS', 'LOGIN_THROTTLED', 'PASSWORD_WEAK', 'TEXT_INVALID'],
})

export const updateMe = endpoint({
  id: 'identity.updateMe',
  method: 'PATCH',
  path: '/api/v1/me',
  summary: { zh: '修改昵称与语言', en: 'Change nickname and language' },
  access: { kind: 'person' },
  input: z.object({ nickname: nickname.optional(), locale: locale.optional() }),
  output: accountView,
  errors: ['UNKNOWN_FIELD', 'TEXT_INVALID', 'ENUM'],
})

// --- Addresses ----------------------------------------------------------------------------------------------------------

const addressFields = {
  /** Who receives it. */
  name: cleanText(30),
  phone,
  province: cleanText(30),
  city: cleanText(30),
  district: cleanText(30),
  /** Street, building, door. */
  detail: cleanText(120),
}

export const address = z.object({
  id: idOf('adr'),
  name: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  detail: z.string(),
  isDefault: z.boolean(),
})
export type Address = z.output<typeof address>

export const listAddresses = endpoint({
  id: 'identity.listAddresses',
  method: 'GET',
  path: '/api/v1/me/addresses',
  summary: { zh: '我的收货地址', en: 'My delivery addresses, the default first' },
  access: { kind: 'account' },
  input: z.object({}),
  output: z.object({ items: z.array(address) }),
  errors: [],
})

export const addAddress = endpoint({
  id: 'identity.addAddress',
  method: 'POST',
  path: '/api/v1/me/addresses',
  summary: { zh: '新增收货地址', en: 'Add a delivery address; the first one is the default' },
  access: { kind: 'account' },
  input: z.object({ ...addressFields, isDefault: z.boolean().default(false) }),
  output: address,
  errors: ['PHONE_INVALID', 'TEXT_INVALID', 'ADDRESS_LIMIT'],
  status: 201,
})

export const replaceAddress = endpoint({
  id: 'identity.replaceAddress',
  method: 'PUT',
  path: '/api/v1/me/addresses/{addressId}',
  summary: { zh: '修改收货地址', en: 'Replace a delivery address' },
  access: { kind: 'account' },
  input: z.object({ addressId: idOf('adr'), ...addressFields, isDefault: z.boolean() }),
  output: address,
  errors: ['NOT_FOUND', 'PHONE_INVALID', 'TEXT_INVALID'],
})

export const removeAddress = endpoint({
  id: 'identity.removeAddress',
  method: 'DELETE',
  path: '/api/v1/me/addresses/{addressId}',
  summary: { zh: '删除收货地址', en: 'Remove a delivery address' },
  access: { kind: 'account' },
  input: z.object({ addressId: idOf('adr') }),
  output: done,
  errors: ['NOT_FOUND'],
})

// --- A shop's members ---------------------------------------------------------------------------------------------------

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

// --- Demo ---------------------------------------------------------------------------------------------------------------

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

export const identityEndpoints = [
  getSession, startGuest, logIn, logOut, logOutEverywhere, signUp, changePassword, updateMe,
  listAddresses, addAddress, replaceAddress, removeAddress, listMembers, addMember, removeMember, listPersonas, becomePersona,
] as const
