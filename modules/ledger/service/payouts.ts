// What each payout was made of, those that wait for a second person included.
import { AppError } from '#kernel/errors'
import type { OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { sumMinor, toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getPayout, listPayouts, listWaitingPayouts } from '../contract.ts'
import {
  listPayouts as findPayouts,
  payoutItems,
  type PayoutItem,
  type PayoutRow,
} from '../repository/payouts.ts'
import { heldItems, listRequests, type RequestRow } from '../repository/requests.ts'
import { cursorKey, pageOfRows } from './statements.ts'

type Role = PayoutRow['role']
type Head = OutputOf<typeof listPayouts>['items'][number]

export function createPayouts({ db }: Deps) {
  /** @throws AppError NOT_FOUND */
  async function payoutDetail(
    tx: Tx,
    role: Role,
    partyId: string,
    payoutId: Id<'pot'>,
  ): Promise<OutputOf<typeof getPayout>> {
    const [sent] = await findPayouts(tx, { role, partyId, payoutId, limit: 1 })
    if (sent) return explained(sentWire(sent), await payoutItems(tx, sent))
    const [asked] = await listRequests(tx, { role, partyId, payoutId })
    if (!asked) throw new AppError('NOT_FOUND')
    const items = await heldItems(tx, payoutId)
    return explained(askedWire(asked), items, asked.state === 'rejected' ? 0n : asked.amount_minor)
  }

  return {
    payoutDetail,

    getPayout: (role: Role, partyId: string, payoutId: Id<'pot'>) =>
      db.read((tx) => payoutDetail(tx, role, partyId, payoutId)),

    listPayouts: (
      role: Role,
      partyId: string,
      page: { cursor?: string | undefined; limit: number },
    ): Promise<OutputOf<typeof listPayouts>> =>
      db.read(async (tx) => {
        const found = await findPayouts(tx, {
          role,
          partyId,
          ...cursorKey(page.cursor),
          limit: page.limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, page.limit, (p) => p.payout_id)
        const waiting = page.cursor ? [] : await listRequests(tx, { role, partyId })
        return { items: rows.map(sentWire), nextCursor, waiting: waiting.map(askedWire) }
      }),

    listWaitingPayouts: (): Promise<OutputOf<typeof listWaitingPayouts>> =>
      db.read(async (tx) => ({ items: (await listRequests(tx, {})).map(askedWire) })),
  }
}

const explained = (
  head: Head,
  items: readonly PayoutItem[],
  amountMinor = BigInt(head.amountMinor),
): OutputOf<typeof getPayout> => ({
  ...head,
  items: items.map((i) => ({
    entryId: i.entry_id.toString(),
    transferId: i.transfer_id,
    kind: i.kind,
    phase: i.phase,
    orderId: i.order_id,
    lineId: i.line_id,
    title: i.title,
    amountMinor: toWire(i.amount_minor),
    at: i.at.toISOString(),
  })),
  unexplainedMinor: toWire(amountMinor - sumMinor(items.map((i) => i.amount_minor))),
})

const headOf = (p: PayoutRow | RequestRow) => ({
  payoutId: p.payout_id,
  party: p.party_id,
  role: p.role,
  amountMinor: toWire(p.amount_minor),
  currency: p.currency,
  lines: p.lines,
})
const sentWire = (p: PayoutRow): Head => ({
  ...headOf(p),
  at: p.at.toISOString(),
  state: 'sent',
  requestedBy: null,
})
const askedWire = (p: RequestRow): Head => ({
  ...headOf(p),
  at: p.requested_at.toISOString(),
  state: p.state,
  requestedBy: p.requested_by,
})
