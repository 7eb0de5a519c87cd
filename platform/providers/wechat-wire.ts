// WeChat Pay API v3 on the wire: our requests signed with SHA256-RSA2048, its answers and notices verified with its public
// key, the notice's resource sealed with AES-256-GCM. Tencent publishes SDKs for Java, Go and PHP only, so this is node:crypto
// by the documents, checked against the vectors of those SDKs (decisions/0010-payment-providers.md).
import { createDecipheriv, createSign, createVerify, type KeyObject } from 'node:crypto'

export type WechatKeys = {
  merchantId: string
  /** Serial number of our certificate, and its private key. */
  serialNo: string
  privateKey: KeyObject
  /** WeChat Pay's own keys by their id: `PUB_KEY_ID_…` or the serial number of a platform certificate. */
  platformKeys: ReadonlyMap<string, KeyObject>
  /** 32 characters. */
  apiV3Key: string
}

export const signText = (key: KeyObject, text: string): string =>
  createSign('RSA-SHA256').update(text).sign(key, 'base64')

/** The Authorization header of a request; `path` with its query. */
export function authorization(
  keys: WechatKeys,
  r: { method: string; path: string; body: string },
  seal: { timestamp: number; nonce: string },
): string {
  const text = `${r.method}\n${r.path}\n${seal.timestamp}\n${seal.nonce}\n${r.body}\n`
  const fields = {
    mchid: keys.merchantId,
    nonce_str: seal.nonce,
    signature: signText(keys.privateKey, text),
    timestamp: String(seal.timestamp),
    serial_no: keys.serialNo,
  }
  const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`
}

/** Whether WeChat Pay signed these bytes. Its probes (`WECHATPAY/SIGNTEST/…`) are false signatures and must fail. */
export function isGenuine(
  platformKeys: WechatKeys['platformKeys'],
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): boolean {
  const key = platformKeys.get(headers['wechatpay-serial'] ?? '')
  const {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': signature,
  } = headers
  if (!key || !timestamp || !nonce || !signature) return false
  return createVerify('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n`)
    .update(body)
    .update('\n')
    .verify(key, signature, 'base64')
}

export type Sealed = { ciphertext: string; nonce: string; associated_data: string }

/** @throws Error when it was sealed with another key, or altered */
export function unseal(apiV3Key: string, { ciphertext, nonce, associated_data }: Sealed): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length < TAG) throw new Error('wechat: a resource without a tag')
  const bits = Buffer.byteLength(apiV3Key) * 8 // 256; the vectors of Tencent's SDKs have 128
  const open = createDecipheriv(`aes-${bits}-gcm` as 'aes-256-gcm', apiV3Key, nonce, { authTagLength: TAG })
  open.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-TAG))
  return Buffer.concat([open.update(bytes.subarray(0, -TAG)), open.final()]).toString('utf8')
}
const TAG = 16
