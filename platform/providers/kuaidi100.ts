// Kuaidi100 快递100, which speaks for most Chinese carriers: subscriptions with pushes, questions, e-waybills. Its signatures are MD5 in
// capitals over its own sequence of fields; a push is a form whose `param` is signed with a salt that we chose. Times are China's.
import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { carrierOf } from '#kernel/carriers'
import { systemClock, type Clock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import { courierRequest, readAnswer, readSigned } from './courier-http.ts'
import type { Courier, Parcel, ParcelNews, Party, TrackingEvent, TrackingState } from './courier.ts'

export type Kuaidi100Options = {
  key: string
  /** For questions. */
  customer: string
  /** For e-waybills: the secret, and the account with the carrier. Null: it follows parcels only. */
  waybills: { secret: string; partnerId: string } | null
  /** Signs the pushes. */
  salt: string
  callbackUrl: string
  pollUrl?: string
  labelUrl?: string
  clock?: Clock
}

export const md5 = (text: string): string =>
  createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()

/** Their states: the first digit tells (1 揽收, 103 已揽收), but for these. */
const EXACT: Record<string, TrackingState> = {
  101: 'booked',
  102: 'booked',
  401: 'cancelled',
  210: 'cancelled',
  14: 'returning',
  1001: 'in-transit',
  1002: 'in-transit',
  1003: 'in-transit',
}
const BY_FIRST: Record<string, TrackingState> = {
  0: 'in-transit',
  1: 'collected',
  2: 'abnormal',
  3: 'signed',
  4: 'returned',
  5: 'out-for-delivery',
  6: 'returning',
  7: 'in-transit',
  8: 'in-transit',
}
/** An unknown state is a parcel that moved. */
export const stateOf = (code: string): TrackingState => EXACT[code] ?? BY_FIRST[code[0] ?? ''] ?? 'in-transit'

const TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/
const row = z.object({
  context: z.string().max(1000),
  time: z.string().regex(TIME),
  /** Its code, when asked for with resultv2 4; its name in Chinese otherwise. */
  statusCode: z.string().max(8).nullish(),
  status: z.string().max(40).nullish(),
  areaName: z.string().max(100).nullish(),
})
const result = z.object({
  nu: z.string().max(60),
  com: z.string().max(40),
  state: z.string().max(8),
  data: z.array(row).max(500),
})
const push = z.object({ status: z.string().max(20), lastResult: result })
const BY_NAME: Record<string, string> = {
  揽收: '1',
  在途: '0',
  派件: '5',
  签收: '3',
  疑难: '2',
  退签: '4',
  退回: '6',
  拒签: '14',
}

type Result = z.output<typeof result>

/** Newest first on the wire. Rows without a state of their own are told by the newest's, or are on their way. */
function eventsOf({ nu, com, state, data }: Result): TrackingEvent[] {
  return data.map((r, i) => {
    const code =
      r.statusCode ?? BY_NAME[r.status ?? ''] ?? (i === 0 ? state : i === data.length - 1 ? '1' : '0')
    return {
      eventId: createHash('sha256').update(`${com}/${nu}/${r.time}/${r.context}`).digest('hex').slice(0, 32),
      state: stateOf(code),
      at: new Date(r.time.replace(TIME, '$1T$2+08:00')),
      place: r.areaName ?? null,
      note: r.context.slice(0, 300),
    }
  })
}

const answer = z.object({
  result: z.boolean().nullish(),
  returnCode: z.string().nullish(),
  message: z.string().nullish(),
})
const labelAnswer = z.object({
  success: z.boolean(),
  code: z.number(),
  message: z.string().nullish(),
  data: z.object({ kuaidinum: z.string(), bulkpen: z.string().nullish() }).nullish(),
})
const ALREADY_SUBSCRIBED = '501'
const NOT_FOUND = '500'

const form = (fields: Record<string, string>) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})
const codeOf = (carrier: string): string => {
  const known = carrierOf(carrier)
  if (!known) throw new AppError('COURIER_REFUSED', { reason: carrier })
  return known.kuaidi100
}
const manOf = (p: Party) => ({ name: p.name, mobile: p.phone, printAddr: `${p.region}${p.detail}` })

export function createKuaidi100(options: Kuaidi100Options): Courier {
  const { key, customer, waybills, salt, callbackUrl, clock = systemClock } = options
  const { pollUrl = 'https://poll.kuaidi100.com', labelUrl = 'https://api.kuaidi100.com' } = options

  async function label(method: 'order' | 'cancel', param: object): Promise<z.output<typeof labelAnswer>> {
    if (!waybills) throw new AppError('COURIER_REFUSED', { reason: 'KUAIDI100_SECRET' })
    const [text, t] = [JSON.stringify(param), String(clock.now().getTime())]
    const sign = md5(text + t + key + waybills.secret)
    const { json } = await courierRequest(
      `${labelUrl}/label/order`,
      form({ method, key, t, sign, param: text }),
    )
    return readAnswer(labelAnswer, json)
  }

  return {
    name: 'kuaidi100',
    can: { book: waybills !== null, intercept: false },
    async book({ packageId, carrier, sender, receiver, cargo, pieces }) {
      const { success, data, message } = await label('order', {
        orderId: packageId, // the same again is answered with the same number
        partnerId: waybills?.partnerId,
        kuaidicom: codeOf(carrier),
        recMan: manOf(receiver),
        sendMan: manOf(sender),
        cargo,
        count: String(pieces),
        payType: 'MONTHLY',
        printType: 'NON',
      })
      if (!success || !data) throw new AppError('COURIER_REFUSED', { reason: message ?? '' })
      return { trackingNo: data.kuaidinum, sortCode: data.bulkpen ?? null }
    },
    async cancel(packageId, { carrier, trackingNo }) {
      const { success } = await label('cancel', {
        orderId: packageId,
        partnerId: waybills?.partnerId,
        kuaidicom: codeOf(carrier),
        kuaidinum: trackingNo,
      })
      return success
    },
    intercept: () => Promise.reject(new AppError('COURIER_REFUSED', { reason: 'intercept' })),
    async follow({ carrier, trackingNo, phone }) {
      const param = JSON.stringify({
        company: codeOf(carrier),
        number: trackingNo,
        key,
        parameters: { callbackurl: callbackUrl, salt, resultv2: '4', phone },
      })
      const { json } = await courierRequest(`${pollUrl}/poll`, form({ schema: 'json', param }))
      const { result: ok, returnCode, message } = readAnswer(answer, json)
      if (ok !== true && returnCode !== ALREADY_SUBSCRIBED)
        throw new AppError('COURIER_REFUSED', { reason: message ?? returnCode ?? '' })
    },
    async track({ carrier, trackingNo, phone }: Parcel) {
      const param = JSON.stringify({ com: codeOf(carrier), num: trackingNo, phone, resultv2: '4' })
      const sign = md5(param + key + customer)
      const { json } = await courierRequest(`${pollUrl}/poll/query.do`, form({ customer, sign, param }))
      const failed = answer.safeParse(json)
      if (failed.success && failed.data.result === false) {
        if (failed.data.returnCode === NOT_FOUND) return null
        throw new AppError('COURIER_REFUSED', { reason: failed.data.message ?? '' })
      }
      return eventsOf(readAnswer(result, json))
    },
    verifyCallback({ body }): ParcelNews[] {
      const fields = new URLSearchParams(new TextDecoder().decode(body))
      const param = fields.get('param') ?? ''
      const [given, expected] = [Buffer.from(fields.get('sign') ?? ''), Buffer.from(md5(param + salt))]
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        throw new AppError('SIGNATURE_INVALID')
      const { lastResult } = readSigned(push, param)
      return [
        {
          carrier: carrierOf(lastResult.com)?.zh ?? null,
          trackingNo: lastResult.nu,
          events: eventsOf(lastResult),
        },
      ]
    },
  }
}
