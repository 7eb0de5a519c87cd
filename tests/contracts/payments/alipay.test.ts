// The Alipay adapter against a gateway that verifies our RSA2 signatures and signs its own answers and notices, with keys of this run;
// bills are ZIPs of GBK files. Vectors of a real notice: alipay-sdk-nodejs-all, test/alipay.test.ts ('verify sign should delete sign_type').
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { manualClock } from '#kernel/clock'
import { createAlipayPayments } from '#platform/providers/alipay-payments'
import { zipEntries } from '#platform/providers/unzip'
import { paymentProviderContract } from '../payment-provider.ts'
import { gbk } from './gbk.ts'
import { zip } from './zip.ts'
import { openAlipay, ours, pem } from './alipay-server.ts'

paymentProviderContract('Alipay', openAlipay)

it('the notice of a refund is no second payment; SHA-1 is not accepted any more', async () => {
  const t = await openAlipay()
  const c = t.send({
    out_trade_no: 'pay_1',
    trade_status: 'TRADE_SUCCESS',
    total_amount: '129.00',
    refund_fee: '80.00',
    out_biz_no: 'rfd_1',
  })
  const event = t.provider.verifyCallback(c)
  assert.deepEqual([event.kind, event.refundId, event.amountMinor], ['refund.succeeded', 'rfd_1', 8_000n])
  const weak = new TextEncoder().encode(new TextDecoder().decode(c.body).replace('RSA2', 'RSA'))
  assert.throws(() => t.provider.verifyCallback({ ...c, body: weak }), { code: 'SIGNATURE_INVALID' })
  await t.stop()
})

it('verifies a notice of the real Alipay, from its SDK’s own tests', () => {
  const fields = {
    gmt_create: '2019-08-15 15:56:22',
    charset: 'utf-8',
    seller_email: 'z97-yuquerevenue@service.aliyun.com',
    subject: '语雀空间 500人规模',
    sign: 'QfTb8tqE1BMhS5qAnXtvsF3/jBkEvu9q9en0pdbBUDDjvKycZhQb7h8GDs4FKfi049PynaNuatxSgLb/nLWZpXyyh0LEWdK2S6Ri7nPwrVgOs08zugLO20vOQz44y3ti2Ncm8/wZts1Fr2gZ7pShnVX3d1B50hbsXnObT1r/U8ONNQjWXd0HIul4TG+Q3fm3svmSvFEy0WnzuhcyHPX5Gm4ELNctL6Qd5YniGJFNcc7kopHYtI/XD9YCKCH6Ct02rzUs9i11C9CsadtZn+WhxF26Dqt9sGEFajkJ8cxUTLi8+VCpLHsgPE8P0y095uQcDdK0YjCh4x7wVSov+lrmOQ==',
    buyer_id: '2088102534368455',
    invoice_amount: '0.10',
    notify_id: '2019081500222155624068450559358070',
    fund_bill_list: '[{"amount":"0.10","fundChannel":"ALIPAYACCOUNT"}]',
    notify_type: 'trade_status_sync',
    trade_status: 'TRADE_SUCCESS',
    receipt_amount: '0.10',
    buyer_pay_amount: '0.10',
    sign_type: 'RSA2',
    app_id: '2019073166072302',
    seller_id: '2088531891668739',
    gmt_payment: '2019-08-15 15:56:24',
    notify_time: '2019-08-15 15:56:25',
    version: '1.0',
    out_trade_no: '20190815155618536-564-57',
    total_amount: '0.10',
    trade_no: '2019081522001468450512505578',
    auth_app_id: '2019073166072302',
    buyer_logon_id: 'xud***@126.com',
    point_amount: '0.00',
  }
  const provider = createAlipayPayments({
    appId: fields.app_id,
    sellerId: fields.seller_id,
    privateKey: pem(ours.privateKey, 'pkcs8'),
    alipayPublicKey:
      'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqObrdC7hrgAVM98tK0nv3hSQRGGKT4lBsQjHiGjeYZjOPIPHR5knm2jnnz/YGIXIofVHkA/tAlBAd5DrY7YpvI4tP5EONLtZKC2ghBMx7McI2wRD0xiqzxOQr1FuhZGJ8/AUokBzJrzY+aGX2xcOrxFYRlFilvVLTXg4LWjR1tdPkO6+i7wQZAIVMClPkwVRZEbaERRHlKqTzv2gGv5rDU8gRoe1LeaN+6BlbTqHWkQcNCUNrA8C6l17XAXGKDsm/9TFWwO8EPHHHCaQdjtV5/FdcWIt+L8SR1ss7EXTjYDFtxcKVv9rEoY1lX8T4mX+GbXfZHraG5NCF1+XioL5JwIDAQAB',
    gateway: 'http://127.0.0.1:1/gateway.do',
    callbackUrl: 'https://shop.example/notify',
    publicUrl: 'https://shop.example',
    fee: null,
    clock: manualClock(new Date('2019-08-15T07:56:30Z')),
  })
  const body = (over: object = {}) =>
    new TextEncoder().encode(new URLSearchParams({ ...fields, ...over }).toString())
  const event = provider.verifyCallback({ headers: {}, body: body() })
  assert.deepEqual(
    [event.kind, event.paymentId, event.amountMinor],
    ['payment.succeeded', fields.out_trade_no, 10n],
  )
  assert.throws(() => provider.verifyCallback({ headers: {}, body: body({ total_amount: '0.11' }) }), {
    code: 'SIGNATURE_INVALID',
  })
})

it('an archive that is none, or is packed otherwise, is refused', () => {
  assert.throws(() => zipEntries(new Uint8Array(100)))
  const made = zip([{ name: gbk('账单.csv'), data: gbk('甲') }])
  assert.equal(zipEntries(made).length, 1)
  made[made.lastIndexOf(deflateRawSync(gbk('甲'))) + deflateRawSync(gbk('甲')).length + 10] = 99
  assert.throws(() => zipEntries(made))
})
