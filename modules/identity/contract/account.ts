// One's own account and the places its parcels go to.
import { z } from 'zod'
import { done, endpoint, idOf } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { email, locale, nickname, password, phone } from './fields.ts'
import { accountView, sessionStarted } from './sessions.ts'

export const MAX_ADDRESSES = 20

export const signUp = endpoint({
  id: 'identity.signUp',
  method: 'POST',
  path: '/api/v1/accounts',
  summary: {
    zh: '注册（访客原地升级，购物车与兴趣保留）',
    en: 'Sign up; a guest keeps its account and everything in it',
  },
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
