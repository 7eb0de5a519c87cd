// The platform's published rules. Every rejection cites one, so that 'why' always has an answer a person can look up.
import type { Localized } from '#kernel/text'

type Rule = { title: Localized; explanation: Localized; appliesTo: readonly ('product' | 'content')[] }

const both = ['product', 'content'] as const

export const RULES = {
  'R-101': {
    title: { zh: '绝对化用语', en: 'Superlatives' },
    explanation: {
      zh: '不得使用“最”“第一”“国家级”等绝对化用语（广告法第九条）。请改为可以证明的说法。',
      en: 'No “best”, “number one” or “state-level” (Advertising Law, art. 9). Say what you can prove.',
    },
    appliesTo: both,
  },
  'R-102': {
    title: { zh: '医疗与疗效宣称', en: 'Medical claims' },
    explanation: {
      zh: '普通商品不得宣称治疗、治愈或预防疾病。请删除疗效描述。',
      en: 'Ordinary goods do not treat, cure or prevent disease. Remove the claim.',
    },
    appliesTo: both,
  },
  'R-103': {
    title: { zh: '收益与结果承诺', en: 'Promised results' },
    explanation: {
      zh: '不得承诺“稳赚”“百分百有效”等结果。请说明条件和依据。',
      en: 'No “guaranteed profit” or “100 % effective”. State the conditions and the evidence.',
    },
    appliesTo: both,
  },
  'R-104': {
    title: { zh: '违禁商品', en: 'Forbidden goods' },
    explanation: {
      zh: '毒品、武器、野生动物、处方药、烟草、假证等不得发布。',
      en: 'Drugs, weapons, wildlife, prescription medicine, tobacco and forged papers may not be offered.',
    },
    appliesTo: both,
  },
  'R-105': {
    title: { zh: '引导站外交易', en: 'Dealing off the platform' },
    explanation: {
      zh: '不得留联系方式或引导到平台外付款，那样你和买家都得不到保障。',
      en: 'No contact details and no payment elsewhere: neither you nor the buyer would be protected.',
    },
    appliesTo: both,
  },
  'R-106': {
    title: { zh: '假冒与侵权', en: 'Counterfeits and infringement' },
    explanation: {
      zh: '不得售卖仿品，或未经授权使用他人品牌、肖像与作品。',
      en: 'No imitations, and no brand, likeness or work of others without permission.',
    },
    appliesTo: both,
  },
  'R-107': {
    title: { zh: '图文不符', en: 'Pictures that do not match' },
    explanation: {
      zh: '图片要拍到所卖的商品和规格。请更换与实物一致的图片。',
      en: 'Pictures must show what is sold, in the variants offered. Replace them with true ones.',
    },
    appliesTo: ['product'],
  },
  'R-108': {
    title: { zh: '类目错放', en: 'Wrong category' },
    explanation: {
      zh: '商品要放在正确的类目，类目决定费率和售后规则。',
      en: 'The category decides the rate and the after-sale rules. Choose the right one.',
    },
    appliesTo: ['product'],
  },
  'R-109': {
    title: { zh: '虚假原价', en: 'A list price that never was' },
    explanation: {
      zh: '划线价要是真实卖过的价格。请去掉或改为真实价格。',
      en: 'A crossed-out price must have been a real one. Remove it or correct it.',
    },
    appliesTo: ['product'],
  },
  'R-110': {
    title: { zh: '信息不实或缺失', en: 'Untrue or missing facts' },
    explanation: {
      zh: '材质、产地、含量、保质期等要真实完整。请补充或更正。',
      en: 'Material, origin, content and shelf life must be true and complete. Add or correct them.',
    },
    appliesTo: both,
  },
  'R-201': {
    title: { zh: '内容与商品无关', en: 'Content that is not about its goods' },
    explanation: {
      zh: '内容要真实展示所挂的商品。请更换商品或内容。',
      en: 'Content must show the goods on it. Change the goods or the content.',
    },
    appliesTo: ['content'],
  },
  'R-202': {
    title: { zh: '搬运与抄袭', en: 'Copied content' },
    explanation: {
      zh: '请发布自己拍摄或已获授权的内容。',
      en: 'Publish what you made, or what you were allowed to use.',
    },
    appliesTo: ['content'],
  },
  'R-203': {
    title: { zh: '令人不适的内容', en: 'Disturbing content' },
    explanation: {
      zh: '不得包含暴力、血腥、低俗、歧视或危险行为。',
      en: 'No violence, gore, vulgarity, discrimination or dangerous acts.',
    },
    appliesTo: ['content'],
  },
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof RULES
export const RULE_IDS = Object.keys(RULES) as [RuleId, ...RuleId[]]
