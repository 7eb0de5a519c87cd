// The WeChat Pay adapter against a server that signs, seals and bills as API v3 does, with keys of this run. Vectors: the tests of
// Tencent's wechatpay-go (utils/aes_test.go for the sealed resource; core/auth/verifiers for the public key's form).
import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { it } from 'node:test'
import { type BillItem } from '#platform/providers/bill'
import { wechatBillItems } from '#platform/providers/wechat-bill'
import { createWechatPayments } from '#platform/providers/wechat-payments'
import { isGenuine, unseal } from '#platform/providers/wechat-wire'
import { aPaymentRequest, handleOf, paymentProviderContract } from '../payment-provider.ts'
import { API_KEY, openWechat, ours, SERIAL, strangers, theirs } from './wechat-server.ts'
import { APP, HEAD, MERCHANT, SUMS } from './wechat-bill-file.ts'

paymentProviderContract('WeChat Pay', openWechat)

it('opens what Tencent’s own SDK sealed', () => {
  const sealed = {
    ciphertext: 'FsdXzxryWfKwvLJKf8LG/ToRPTRh8RN9wROC',
    nonce: 'wCq51qZv4Yfg',
    associated_data: 'Dl56FrqWQJF1t9LtC3vEUsniZKvbqdR8',
  }
  assert.equal(unseal('testAPIv3Key0000', sealed), 'Hello World')
  assert.throws(() => unseal('testAPIv3Key1111', sealed))
  assert.throws(() => unseal('testAPIv3Key0000', { ...sealed, ciphertext: 'SGVsbG8gV29ybGQK' }))
  assert.throws(() => unseal('testAPIv3Key0000', { ...sealed, associated_data: '' }))
})

it('an answer that WeChat did not sign was not said', async () => {
  const t = await openWechat()
  const made = await t.provider.createPayment(aPaymentRequest())
  const stranger = createWechatPayments({
    merchantId: MERCHANT,
    appId: APP,
    serialNo: 'X',
    privateKey: ours.privateKey,
    platformKeys: new Map([[SERIAL, strangers.publicKey]]),
    apiV3Key: API_KEY,
    apiUrl: t.url,
    callbackUrl: 'https://shop.example/notify',
    publicUrl: 'https://shop.example',
    fee: null,
    clock: t.clock,
  })
  await assert.rejects(stranger.queryPayment(handleOf(made)), { code: 'PROVIDER_UNAVAILABLE' })
  await t.stop()
})

it('a probe with a false signature, an unknown key and a short tag are refused', async () => {
  const t = await openWechat()
  const good = t.tell({ paymentId: 'pay_1', amountMinor: 1n })
  for (const headers of [
    { ...good.headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${good.headers['wechatpay-signature']}` },
    { ...good.headers, 'wechatpay-serial': 'PUB_KEY_ID_OF_NOBODY' },
    { ...good.headers, 'wechatpay-nonce': 'another' },
  ])
    assert.throws(() => t.provider.verifyCallback({ ...good, headers }), { code: 'SIGNATURE_INVALID' })
  assert.ok(
    isGenuine(
      new Map([
        [SERIAL, createPublicKey(ours.privateKey)],
        ['x', theirs.publicKey],
      ]),
      { ...good.headers, 'wechatpay-serial': 'x' },
      good.body,
    ),
  )
  await t.stop()
})

it('a line that was cut off is named, not skipped', async () => {
  const text = `${HEAD}\n\`2026-11-22 10:00:00,\`${APP}\n${SUMS}\n\`1,\`1.00,\`0.00,\`0.00,\`0.00,\`1.00,\`0.00\n`
  const items: BillItem[] = []
  async function* bytes() {
    for (const byte of new TextEncoder().encode(text)) yield new Uint8Array([byte])
  }
  for await (const item of wechatBillItems(bytes())) items.push(item)
  assert.deepEqual(
    items.map((i) => i.kind),
    ['unreadable', 'total'],
  )
})
