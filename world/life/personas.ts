// The demo's people: anyone may step into their shoes with one click, or log in with their e-mail and the one password.
import type { Id } from '#kernel/ids'
import type { Locale, Localized } from '#kernel/text'
import type { PersonaRole } from '#modules/identity'
import type { Platform } from '../stage/platform.ts'

export const DEMO_PASSWORD = 'demo-serendip'

export type Named = { nickname: string; locale: Locale; email: string }

/** Those who own no shop and make no content. */
export const STAFF = {
  warehouse: { nickname: '仓库小周', locale: 'zh', email: 'warehouse@serendip.demo' },
  agency: { nickname: '南风内容 · 阿颂', locale: 'zh', email: 'agency@serendip.demo' },
  operator: { nickname: '平台运营 · 林', locale: 'zh', email: 'operator@serendip.demo' },
  reviewer: { nickname: '审核员 · 许', locale: 'zh', email: 'reviewer@serendip.demo' },
  finance: { nickname: '平台财务 · 方', locale: 'zh', email: 'finance@serendip.demo' },
} as const satisfies Record<string, Named>

type Persona = { role: PersonaRole; label: Localized }

const PERSONAS = {
  shopperA: { role: 'shopper', label: { zh: '爱喝茶看书的用户', en: 'Shopper who likes tea and books' } },
  shopperB: {
    role: 'shopper',
    label: { zh: '爱户外数码的用户', en: 'Shopper who likes trails and gadgets' },
  },
  merchant: { role: 'merchant', label: { zh: '山野茶器 · 店主', en: 'Shanye Teaware, owner' } },
  warehouse: {
    role: 'merchant',
    label: {
      zh: '山野茶器 · 仓库（只能发货和管库存）',
      en: 'Shanye Teaware, warehouse (ships and counts stock only)',
    },
  },
  factory: {
    role: 'merchant',
    label: { zh: '义乌小满收纳 · 产业带工厂', en: 'Yiwu Xiaoman Storage, a factory' },
  },
  creator: {
    role: 'creator',
    label: { zh: '厨房里的阿宽 · 腰部达人', en: 'Kuan in the Kitchen, waist-tier creator' },
  },
  agency: { role: 'agency', label: { zh: '南风内容 · 机构', en: 'Southwind Content, an agency' } },
  operator: { role: 'operator', label: { zh: '平台运营', en: 'Platform operator' } },
  reviewer: { role: 'reviewer', label: { zh: '审核员', en: 'Reviewer' } },
  finance: { role: 'finance', label: { zh: '平台财务', en: 'Platform finance' } },
} as const satisfies Record<string, Persona>

const KEYS: Record<keyof typeof PERSONAS, string> = {
  shopperA: 'shopper',
  shopperB: 'shopper-2',
  merchant: 'merchant',
  warehouse: 'warehouse',
  factory: 'factory',
  creator: 'creator',
  agency: 'agency',
  operator: 'operator',
  reviewer: 'reviewer',
  finance: 'finance',
}

export async function markPersonas(
  { server, db }: Platform,
  accounts: Record<keyof typeof PERSONAS, Id<'usr'>>,
): Promise<void> {
  await db.transaction(async (tx) => {
    for (const [name, persona] of Object.entries(PERSONAS) as [keyof typeof PERSONAS, Persona][]) {
      await server.doors.identity.markPersona(tx, accounts[name], { key: KEYS[name], ...persona })
    }
  })
}
