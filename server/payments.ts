// Connects the payment providers that are set. An SDK is loaded only for a provider that is used: none of them is on the
// way of a start with the sandbox.
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ConfigError, type Config } from '#platform/config'
import type { PlatformClock } from '#platform/demo-clock'
import type { PaymentConfig } from '#platform/payment-settings'
import type { PaymentProvider } from '#platform/providers/payment'
import { createSandboxPayments } from '#platform/providers/sandbox-payments'
import type { Outside } from './deps.ts'

/** @throws ConfigError when there is none, or one is offered that is not connected */
export async function connectPayments(
  config: Config,
  {
    demoClock,
    beforeRequest,
  }: { demoClock: PlatformClock; beforeRequest?: ((what: string) => void) | undefined },
): Promise<Pick<Outside, 'payments' | 'offers'>> {
  const { paymentSandbox, payments: set } = config
  const callback = (name: string) => `${config.publicUrl}/api/v1/payments/callbacks/${name}`
  const payments: PaymentProvider[] = []
  if (set?.wechat) payments.push(await wechat(set.wechat, set, callback, config.publicUrl))
  if (set?.alipay) payments.push(await alipay(set.alipay, set, callback, config.publicUrl))
  if (set?.stripe) {
    const { createStripePayments, STRIPE_NAME } = await import('#platform/providers/stripe-payments')
    const fee = set.fees.get(STRIPE_NAME) ?? null
    payments.push(createStripePayments({ ...set.stripe, publicUrl: config.publicUrl, fee }))
  }
  if (paymentSandbox)
    payments.push(
      createSandboxPayments({
        ...paymentSandbox,
        callbackUrl: `http://127.0.0.1:${config.port}/api/v1/payments/callbacks/sandbox`,
        // Real time, whatever the demo's days: the provider signs with its own.
        clock: { now: () => new Date(demoClock.now().getTime() - demoClock.offsetMs()) },
        demoClock,
        ...(beforeRequest ? { beforeRequest } : {}),
      }),
    )
  if (payments.length === 0)
    throw new ConfigError(
      'No payment provider is configured: set PAYMENT_SANDBOX_URL and PAYMENT_SANDBOX_SECRET, or a real one (docs/SETTINGS.md).',
    )
  const unknown = set?.methods?.filter((m) => !payments.some((p) => p.name === m)) ?? []
  if (unknown.length > 0)
    throw new ConfigError(`PAYMENT_METHODS names what is not connected: ${unknown.join(', ')}.`)
  return { payments, ...(set?.methods ? { offers: set.methods } : {}) }
}

async function wechat(
  { privateKeyFile, publicKeyFile, publicKeyId, ...rest }: NonNullable<PaymentConfig['wechat']>,
  { fees }: PaymentConfig,
  callback: (name: string) => string,
  publicUrl: string,
): Promise<PaymentProvider> {
  const { createWechatPayments, WECHAT_NAME } = await import('#platform/providers/wechat-payments')
  return createWechatPayments({
    ...rest,
    privateKey: createPrivateKey(await readKey(privateKeyFile)),
    platformKeys: new Map([[publicKeyId, createPublicKey(await readKey(publicKeyFile))]]),
    callbackUrl: callback(WECHAT_NAME),
    publicUrl,
    fee: fees.get(WECHAT_NAME) ?? null,
  })
}

async function alipay(
  { privateKeyFile, publicKeyFile, ...rest }: NonNullable<PaymentConfig['alipay']>,
  { fees }: PaymentConfig,
  callback: (name: string) => string,
  publicUrl: string,
): Promise<PaymentProvider> {
  const { createAlipayPayments, ALIPAY_NAME } = await import('#platform/providers/alipay-payments')
  return createAlipayPayments({
    ...rest,
    privateKey: await readKey(privateKeyFile),
    alipayPublicKey: await readKey(publicKeyFile),
    callbackUrl: callback(ALIPAY_NAME),
    publicUrl,
    fee: fees.get(ALIPAY_NAME) ?? null,
  })
}

const readKey = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new ConfigError(`The key file ${file} cannot be read.`)
  })
