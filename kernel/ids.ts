// Prefixed, time-ordered ids: `ord_01J…` (a ULID behind its kind). Why: an id says what it names, so two realms never
// collide, and it sorts by time, so an index on it stays compact.
import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

/** Every kind of thing that has an id, once. */
export const ID_PREFIXES = {
  usr: 'account',
  org: 'organisation',
  ses: 'session',
  adr: 'address',
  shp: 'shop',
  prd: 'product',
  sku: 'sku',
  stp: 'stock pool',
  whs: 'warehouse',
  blb: 'blob',
  crt: 'creator',
  cnt: 'content',
  cmt: 'comment',
  slt: 'slate',
  sig: 'signal',
  chk: 'checkout (parent order)',
  ord: 'order (one shop)',
  oln: 'order line',
  pkg: 'package',
  adc: 'change of a delivery address',
  rfd: 'refund',
  afs: 'after-sale case',
  rev: 'review',
  pay: 'payment',
  inv: 'invoice',
  acc: 'ledger account',
  trf: 'ledger transfer',
  pot: 'payout',
  pln: 'commission plan',
  sac: 'account that speaks for a shop',
  rvt: 'review task',
  evt: 'event',
  job: 'media job',
  upl: 'upload',
  rom: 'live room',
  cho: 'co-host of a room (and their stream)',
  bag: 'bag item of a room',
  sal: 'flash sale',
  cht: 'chat message',
  shf: 'shift',
  rdn: 'row of a rundown',
  prg: 'programme (periodic column)',
  rcp: 'room coupon',
  cpn: 'coupon',
  clm: 'claim of a coupon',
  lck: 'lucky bag',
  vio: 'violation of a room',
  rcv: 'rate card version',
  mis: 'mismatch of a provider’s daily file',
  agr: 'annual framework agreement',
  crn: 'credit note',
  hok: 'webhook endpoint',
  dlv: 'webhook delivery',
  key: 'API key of a shop',
  exp: 'export of orders',
  imp: 'import of goods',
} as const

export type IdPrefix = keyof typeof ID_PREFIXES
export type Id<P extends IdPrefix> = `${P}_${string}`

export type Ids = { next<P extends IdPrefix>(prefix: P): Id<P> }

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 26 Crockford characters: 48 bits of time, 80 of randomness; within one millisecond the random part counts up. */
export function createIds(clock: Clock, random: Random): Ids {
  let lastMs = -1
  let tail: number[] = []
  return {
    next(prefix) {
      const ms = clock.now().getTime()
      if (ms === lastMs) increment(tail)
      else {
        lastMs = ms
        tail = [...random.bytes(16)].map((b) => b & 31)
      }
      return `${prefix}_${encodeTime(ms)}${tail.map((v) => ALPHABET[v]).join('')}` as Id<typeof prefix>
    },
  }
}

export const isId = <P extends IdPrefix>(prefix: P, text: string): text is Id<P> =>
  text.length === prefix.length + 27 &&
  text.startsWith(`${prefix}_`) &&
  ULID.test(text.slice(prefix.length + 1))

/** The ids of a stretch of time, first included, last not. */
export const idRange = (prefix: IdPrefix, from: Date, to: Date): { fromId: string; toId: string } => ({
  fromId: `${prefix}_${encodeTime(Math.max(0, from.getTime()))}`,
  toId: `${prefix}_${encodeTime(Math.max(0, to.getTime()))}`,
})

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/

function encodeTime(ms: number): string {
  let out = ''
  let rest = ms
  for (let i = 0; i < 10; i++) {
    out = ALPHABET[rest % 32] + out
    rest = Math.floor(rest / 32)
  }
  return out
}

function increment(tail: number[]): void {
  for (let i = tail.length - 1; i >= 0; i--) {
    if (tail[i]! < 31) {
      tail[i]! += 1
      return
    }
    tail[i] = 0
  }
}
