// Kuaidi100 and AfterShip as they answer, small: their wire, their signatures, their refusals. What they say is said here by hand, not by the
// adapters, so that one cannot agree with its own mistake.
import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Service = { url: string; breakDown(broken: boolean): void; close(): Promise<void> }
type Answer = { status?: number; body: object | string }

async function serve(
  answer: (path: string, body: string, request: IncomingMessage) => Answer,
): Promise<Service> {
  let broken = false
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const c of request as AsyncIterable<Buffer>) chunks.push(c)
    const { status = 200, body } = broken
      ? { status: 502, body: '<html>bad gateway</html>' }
      : answer(request.url ?? '/', Buffer.concat(chunks).toString('utf8'), request)
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakDown: (is) => void (broken = is),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()

export const KUAIDI = {
  key: 'kd-key-0001',
  customer: 'CUSTOMER0001',
  secret: 'kd-secret',
  salt: 'a-salt-of-our-own',
  number: '78123456789012',
} as const

/** Newest first, in China's time, as its documentation shows a parcel of ZTO. */
const KUAIDI_RESULT = {
  message: 'ok',
  nu: KUAIDI.number,
  ischeck: '1',
  com: 'zhongtong',
  status: '200',
  state: '301',
  condition: 'F00',
  data: [
    {
      time: '2026-11-03 15:20:11',
      ftime: '2026-11-03 15:20:11',
      context: '【杭州市】已签收，签收人：本人',
      status: '签收',
      statusCode: '301',
      areaName: '浙江,杭州市',
    },
    {
      time: '2026-11-03 09:02:40',
      ftime: '2026-11-03 09:02:40',
      context: '【杭州市】正在派件',
      status: '派件',
      statusCode: '5',
      areaName: '浙江,杭州市',
    },
    {
      time: '2026-11-03 02:11:09',
      ftime: '2026-11-03 02:11:09',
      context: '【杭州中转部】已到达',
      status: '在途',
      statusCode: '1002',
    },
    {
      time: '2026-11-02 18:31:55',
      ftime: '2026-11-02 18:31:55',
      context: '【景德镇】已揽收',
      status: '揽收',
      statusCode: '103',
    },
  ],
}

export function openKuaidi100(): Promise<Service> {
  const refused = (returnCode: string, message: string) => ({ body: { result: false, returnCode, message } })
  const booked = new Map<string, string>()
  const followed = new Set<string>()
  return serve((path, text) => {
    const form = new URLSearchParams(text)
    const raw = form.get('param') ?? ''
    const param = JSON.parse(raw) as Record<string, string>
    if (path === '/poll') {
      if (param.key !== KUAIDI.key) return refused('600', '您不是合法的订阅者')
      if (followed.has(param.number!)) return refused('501', '重复订阅')
      followed.add(param.number!)
      return { body: { result: true, returnCode: '200', message: '提交成功' } }
    }
    if (path === '/poll/query.do') {
      if (form.get('sign') !== md5(raw + KUAIDI.key + KUAIDI.customer)) return refused('503', '验证签名失败')
      return param.num === KUAIDI.number
        ? { body: KUAIDI_RESULT }
        : refused('500', '查询无结果，请隔段时间再查')
    }
    if (form.get('sign') !== md5(raw + form.get('t') + KUAIDI.key + KUAIDI.secret))
      return { body: { success: false, code: 30002, message: '验证签名失败', data: null } }
    if (form.get('method') === 'cancel')
      return {
        body: { success: [...booked.values()].includes(param.kuaidinum!), code: 200, message: 'success' },
      }
    const number = booked.get(param.orderId!) ?? `7812345678${1000 + booked.size}`
    booked.set(param.orderId!, number)
    const data = { taskId: 'T1', kuaidinum: number, bulkpen: '571-00 06', childNum: '' }
    return { body: { success: true, code: 200, message: 'success', data } }
  })
}

export function kuaidi100Push() {
  const param = JSON.stringify({
    status: 'shutdown',
    billstatus: 'check',
    message: '',
    lastResult: KUAIDI_RESULT,
  })
  const body = new TextEncoder().encode(
    // Only what must be is escaped, so that a test can change a number in it.
    `param=${encodeURIComponent(param).replaceAll(/%3A/gi, ':')}&sign=${md5(param + KUAIDI.salt)}`,
  )
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }
}

export const AFTERSHIP = {
  apiKey: 'asat_1234',
  webhookSecret: 'whsec-5678',
  number: '1Z999AA10123456784',
} as const

const AFTERSHIP_TRACKING = {
  id: 'rvm0p8wjafbm0l62r0c9000r',
  tracking_number: AFTERSHIP.number,
  slug: 'sf-express',
  tag: 'OutForDelivery',
  subtag: 'OutForDelivery_001',
  active: true,
  checkpoints: [
    {
      created_at: '2026-11-02T10:40:00+00:00',
      slug: 'sf-express',
      checkpoint_time: '2026-11-02T18:31:55+08:00',
      location: 'Jingdezhen',
      city: 'Jingdezhen',
      country_region: 'CHN',
      message: 'Picked up',
      tag: 'InTransit',
      subtag: 'InTransit_002',
      raw_tag: null,
    },
    {
      created_at: '2026-11-02T18:40:00+00:00',
      slug: 'sf-express',
      checkpoint_time: '2026-11-03T02:11:09+08:00',
      location: 'Hangzhou',
      city: null,
      country_region: 'CHN',
      message: 'Arrived at sorting centre',
      tag: 'InTransit',
      subtag: 'InTransit_003',
      raw_tag: null,
    },
    {
      created_at: '2026-11-03T01:40:00+00:00',
      slug: 'sf-express',
      checkpoint_time: '2026-11-03T09:02:40',
      location: null,
      city: null,
      country_region: 'CHN',
      message: 'Out for delivery',
      tag: 'OutForDelivery',
      subtag: 'OutForDelivery_001',
      raw_tag: null,
    },
  ],
}

export function openAfterShip(): Promise<Service> {
  const meta = (code: number, message?: string) => ({
    meta: { code, ...(message ? { message, type: 'BadRequest' } : {}) },
  })
  const followed = new Set<string>()
  return serve((path, text, request) => {
    if (request.headers['as-api-key'] !== AFTERSHIP.apiKey)
      return { status: 401, body: { ...meta(401, 'Invalid API key.'), data: {} } }
    const url = new URL(path, 'http://aftership')
    if (url.pathname !== '/tracking/2025-01/trackings') return { status: 404, body: meta(4004, 'Not found.') }
    if (request.method === 'GET') {
      const mine = url.searchParams.get('tracking_numbers') === AFTERSHIP.number
      return { body: { ...meta(200), data: { pagination: {}, trackings: mine ? [AFTERSHIP_TRACKING] : [] } } }
    }
    const asked = JSON.parse(text) as { tracking_number: string; slug?: string }
    if (followed.has(asked.tracking_number))
      return { status: 400, body: { ...meta(4003, 'Tracking already exists.'), data: {} } }
    followed.add(asked.tracking_number)
    return { status: 201, body: { ...meta(201), data: { ...AFTERSHIP_TRACKING, ...asked, checkpoints: [] } } }
  })
}

export function afterShipWebhook() {
  const text = JSON.stringify({
    event: 'tracking_update',
    event_id: 'f6ee6ae5-4cd4-4d08-a1f1-4a1d0c0a7a0e',
    is_tracking_first_tag: true,
    msg: AFTERSHIP_TRACKING,
    ts: 1793667760,
  })
  const signature = createHmac('sha256', AFTERSHIP.webhookSecret).update(text).digest('base64')
  return {
    headers: { 'content-type': 'application/json', 'aftership-hmac-sha256': signature },
    body: new TextEncoder().encode(text),
  }
}
