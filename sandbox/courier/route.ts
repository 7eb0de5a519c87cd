// The way of a parcel, drawn from its number: the same number always goes the same way, so that nothing of it has to be remembered and a
// history from before this process was started moves on like any other. Places are read off the addresses.
import { createHash } from 'node:crypto'

export type StepState =
  | 'collected'
  | 'in-transit'
  | 'out-for-delivery'
  | 'signed'
  | 'abnormal'
  | 'returning'
  | 'returned'
  | 'cancelled'
export type Step = { state: StepState; atMs: number; place: string | null; note: string }

/** Of a parcel that was not asked back. Ends in 00: nobody ever collects it, as with a number typed to look shipped. */
export type Way = { trackingNo: string; startMs: number; from: string; to: string }

const HOUR_MS = 3_600_000

/** Numbers from 0 to 1, always the same for a text. */
export function drawer(text: string): () => number {
  let n = 0
  return () =>
    createHash('sha256')
      .update(`${text}/${(n += 1)}`)
      .digest()
      .readUInt32BE() /
    2 ** 32
}

export const cityOf = (region: string): string => region.split(/\s+/)[1] ?? region.split(/\s+/)[0] ?? ''

export const neverCollected = (trackingNo: string): boolean => trackingNo.endsWith('00')

const STUMBLES = ['收件人电话无人接听，改日再派', '地址不详，联系收件人核实中', '因天气原因延误'] as const

export function stepsOf({ trackingNo, startMs, from, to }: Way): Step[] {
  if (neverCollected(trackingNo)) return []
  const draw = drawer(trackingNo)
  const between = (low: number, high: number) => low + draw() * (high - low)
  const steps: Step[] = []
  let atMs = startMs
  const after = (hours: number, state: StepState, place: string | null, note: string) => {
    atMs += Math.round(hours * HOUR_MS)
    steps.push({ state, atMs, place, note })
  }
  const [here, there] = [cityOf(from) || '发货地', cityOf(to) || '目的地']
  after(between(1.5, 9), 'collected', here, '快递员已揽收')
  after(between(1, 3), 'in-transit', here, `离开【${here}集散中心】`)
  after(between(9, 26), 'in-transit', there, `到达【${there}转运中心】`)
  after(between(4, 12), 'out-for-delivery', there, '快递员正在派送，请保持电话畅通')
  if (draw() < 0.06) {
    after(between(2, 5), 'abnormal', there, STUMBLES[Math.floor(draw() * STUMBLES.length)]!)
    after(between(14, 24), 'out-for-delivery', there, '再次派送')
  }
  after(between(1.5, 6), 'signed', there, draw() < 0.4 ? '已签收：驿站代收' : '已签收：本人签收')
  return steps
}

/** Up to the moment it was asked back, and then home. */
export function turnedAt(steps: readonly Step[], turnMs: number, { from, to }: Way): Step[] {
  const before = steps.filter((s) => s.atMs <= turnMs)
  return [
    ...before,
    { state: 'returning', atMs: turnMs, place: cityOf(to) || null, note: '拦截成功，快件退回中' },
    { state: 'returned', atMs: turnMs + 30 * HOUR_MS, place: cityOf(from) || null, note: '退件已签收' },
  ]
}
