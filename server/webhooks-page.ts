// What an integrating engineer reads about webhooks: every type with its shape, made of the schemas that cut them, and how to check one.
import { z } from 'zod'
import { WEBHOOK_SHAPES } from '#modules/integrations'

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

const VERIFY = `import { createHmac, timingSafeEqual } from 'node:crypto'

// body: the bytes as they came, before any parsing
export function isGenuine(secret, headers, body) {
  const id = headers['webhook-id'], at = headers['webhook-timestamp']
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = Buffer.from('v1,' + createHmac('sha256', key).update(\`\${id}.\${at}.\${body}\`).digest('base64'))
  return headers['webhook-signature'].split(' ').some((s) =>
    s.length === expected.length && timingSafeEqual(Buffer.from(s), expected))
}`

function schemaOf(data: z.ZodType): string {
  const { $schema: _, ...shape } = z.toJSONSchema(data, { io: 'output', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return escape(JSON.stringify(shape, null, 1))
}

const RULES: readonly [string, string][] = [
  [
    '按 Standard Webhooks 约定：请求头 webhook-id、webhook-timestamp、webhook-signature；正文为 {type, timestamp, data}。',
    'By the Standard Webhooks convention: headers webhook-id, webhook-timestamp, webhook-signature; the body is {type, timestamp, data}.',
  ],
  [
    '10 秒内答复 2xx 即为送达。其他情况在 72 小时内最多尝试 12 次，间隔逐次拉长；不跟随跳转。',
    'An answer of 2xx within 10 seconds is delivery. Otherwise up to 12 attempts within 72 hours, further and further apart; redirects are not followed.',
  ],
  [
    '同一条消息可能送达不止一次，webhook-id 始终相同：请按它去重。消息可能乱序，以正文时间为准。',
    'A message may arrive more than once, always with the same webhook-id: keep what you have seen. Order is not promised; the body says when.',
  ],
  [
    '答复 410 立即停用该地址；连续 5 天没有成功则停用，并在店铺待办中提示。记录保留 30 天，可逐条或整批重发。',
    'An answer of 410 switches the endpoint off at once; five days without success do too, with a to-do on the desk. Deliveries are kept 30 days and can be sent again, one or all.',
  ],
  ['正文不含买家身份与收件信息。', 'Bodies carry neither who the buyer is nor where the parcel goes.'],
]

export function webhooksPage(): string {
  const shapes = WEBHOOK_SHAPES.map(
    ({ type, says, data }) => `<section id="${type}"><h2><code>${type}</code></h2>
      <p>${escape(says.en)} · <span lang="zh-CN">${escape(says.zh)}</span></p>
      <details><summary>data</summary><pre tabindex="0">${schemaOf(data)}</pre></details></section>`,
  )
  const rules = RULES.map(([zh, en]) => `<li>${escape(en)}<br><span lang="zh-CN">${escape(zh)}</span></li>`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Serendip webhooks 消息推送</title><style>
:root{color-scheme:light dark}
body{font:14px/1.6 system-ui,"PingFang SC","Noto Sans SC",sans-serif;margin:0 auto;max-width:860px;padding:24px 16px}
h1{font-size:25px}h2{font-size:16px;margin:24px 0 4px}p{margin:4px 0}li{margin:8px 0}span[lang]{opacity:.8}
pre{overflow:auto;max-height:420px;padding:12px;border:1px solid #8884;border-radius:8px;font-size:12px}
summary{cursor:pointer;padding:6px 0}
</style></head><body><main><h1>Webhooks <span lang="zh-CN">消息推送</span></h1>
<ul>${rules.join('\n')}</ul><h2>Check a signature · <span lang="zh-CN">验证签名</span></h2>
<pre tabindex="0">${escape(VERIFY)}</pre>
${shapes.join('\n')}</main></body></html>`
}
