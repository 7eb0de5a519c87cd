// The settings of the payment providers: which are connected, with which keys, which buyers may choose, what each takes by
// contract. A provider is connected when all of its settings are there, and half of them stop the start.
import { z } from 'zod'
import { ConfigError } from './config-error.ts'
import type { FeeRule } from './providers/bill.ts'

const text = z.string().min(1).optional()

export const paymentSettings = {
  PAYMENT_SANDBOX_URL: z.url().optional(),
  PAYMENT_SANDBOX_SECRET: z.string().min(16).optional(),
  /** What buyers may choose, the usual one first: `wechat,alipay`. Unset: all that are connected. */
  PAYMENT_METHODS: z.string().optional(),
  /** What each takes by contract, in basis points, with a fixed part in minor units: `wechat=60,stripe=290+30`. */
  PAYMENT_FEES: z
    .string()
    .regex(/^[a-z]+=\d{1,4}(\+\d{1,6})?(,[a-z]+=\d{1,4}(\+\d{1,6})?)*$/)
    .optional(),
  STRIPE_SECRET_KEY: text,
  STRIPE_WEBHOOK_SECRET: text,
  STRIPE_API_URL: z.url().optional(),
  ALIPAY_APP_ID: text,
  ALIPAY_SELLER_ID: z
    .string()
    .regex(/^2088\d{12}$/)
    .optional(),
  ALIPAY_PRIVATE_KEY_FILE: text,
  ALIPAY_PUBLIC_KEY_FILE: text,
  ALIPAY_GATEWAY: z.url().default('https://openapi.alipay.com/gateway.do'),
  WECHAT_PAY_MERCHANT_ID: text,
  WECHAT_PAY_APP_ID: text,
  WECHAT_PAY_SERIAL_NO: text,
  WECHAT_PAY_PRIVATE_KEY_FILE: text,
  WECHAT_PAY_API_V3_KEY: z.string().length(32).optional(),
  WECHAT_PAY_PUBLIC_KEY_ID: text,
  WECHAT_PAY_PUBLIC_KEY_FILE: text,
  WECHAT_PAY_API_URL: z.url().default('https://api.mch.weixin.qq.com'),
} as const
type Read = z.output<z.ZodObject<typeof paymentSettings>>

export type PaymentConfig = {
  methods: readonly string[] | null
  fees: ReadonlyMap<string, FeeRule>
  stripe: { secretKey: string; webhookSecret: string; apiUrl: string | null } | null
  alipay: {
    appId: string
    sellerId: string
    privateKeyFile: string
    publicKeyFile: string
    gateway: string
  } | null
  wechat: {
    merchantId: string
    appId: string
    serialNo: string
    privateKeyFile: string
    apiV3Key: string
    publicKeyId: string
    publicKeyFile: string
    apiUrl: string
  } | null
}

/** @throws ConfigError naming what is missing of a provider that was begun */
export function paymentConfig(e: Read): PaymentConfig {
  const stripe = whole('Stripe', e, ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'])
  const alipay = whole('Alipay', e, [
    'ALIPAY_APP_ID',
    'ALIPAY_SELLER_ID',
    'ALIPAY_PRIVATE_KEY_FILE',
    'ALIPAY_PUBLIC_KEY_FILE',
  ])
  const wechat = whole('WeChat Pay', e, [
    'WECHAT_PAY_MERCHANT_ID',
    'WECHAT_PAY_APP_ID',
    'WECHAT_PAY_SERIAL_NO',
    'WECHAT_PAY_PRIVATE_KEY_FILE',
    'WECHAT_PAY_API_V3_KEY',
    'WECHAT_PAY_PUBLIC_KEY_ID',
    'WECHAT_PAY_PUBLIC_KEY_FILE',
  ])
  return {
    methods: e.PAYMENT_METHODS?.split(',').map((m) => m.trim()) ?? null,
    fees: feesOf(e.PAYMENT_FEES),
    stripe: stripe && { secretKey: stripe[0]!, webhookSecret: stripe[1]!, apiUrl: e.STRIPE_API_URL ?? null },
    alipay: alipay && {
      appId: alipay[0]!,
      sellerId: alipay[1]!,
      privateKeyFile: alipay[2]!,
      publicKeyFile: alipay[3]!,
      gateway: e.ALIPAY_GATEWAY,
    },
    wechat: wechat && {
      merchantId: wechat[0]!,
      appId: wechat[1]!,
      serialNo: wechat[2]!,
      privateKeyFile: wechat[3]!,
      apiV3Key: wechat[4]!,
      publicKeyId: wechat[5]!,
      publicKeyFile: wechat[6]!,
      apiUrl: e.WECHAT_PAY_API_URL,
    },
  }
}

function whole(who: string, e: Read, names: readonly (keyof Read)[]): string[] | null {
  const values = names.map((name) => e[name])
  if (values.every((v) => v === undefined)) return null
  const missing = names.filter((name) => e[name] === undefined)
  if (missing.length > 0)
    throw new ConfigError(`CONFIG_INSECURE or incomplete settings: ${who} also needs ${missing.join(', ')}.`)
  return values as string[]
}

/** Stripe keeps its fee when money goes back; the others return it. */
const feesOf = (list: string | undefined): Map<string, FeeRule> =>
  new Map(
    (list?.split(',') ?? []).map((part) => {
      const [name, bps, fixed] = part.split(/[=+]/) as [string, string, string?]
      return [name, { bps: Number(bps), fixedMinor: BigInt(fixed ?? 0), returned: name !== 'stripe' }]
    }),
  )
