// Taking money out, and what each payout was made of.
import { AppError } from '#kernel/errors'
import type { OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { sumMinor, toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getPayout, listPayouts } from '../contract.ts'
import { listPayouts as findPayouts, payoutItems, type PayoutRow } from '../repository/payouts.ts'
import type { createSettlement } from './settlement.ts'
import { cursorKey, pageOfRows } from './statements.ts'

type Role = 'merchant' | 'creator'

export function createPayouts({ db }: Deps, settlement: ReturnType<typeof createSettlement>) {
  const detail = async (
    tx: Tx,
    role: Role,
    partyId: string,
    payoutId: Id<'pot'>,
  ): Promise<OutputOf<typeof getPayout>> => {
    const [row] = await findPayouts(tx, { role, partyId, payoutId, limit: 1 })
    if (!row) throw new AppError('NOT_FOUND')
    const items = await payoutItems(tx, row)
    return {
      ...wireOf(row),
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
      unexplainedMinor: toWire(row.amount_minor - sumMinor(items.map((i) => i.amount_minor))),
    }
  }
  return {
    withdraw: (role: Role, partyId: string, requestKey: string | null) =>
      db.transaction(async (tx) =>
        detail(tx, role, partyId, await settlement.payOut(tx, role, partyId, requestKey)),
      ),

    getPayout: (role: Role, partyId: string, payoutId: Id<'pot'>) =>
      db.read((tx) => detail(tx, role, partyId, payoutId)),

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
        return { items: rows.map(wireOf), nextCursor }
      }),
  }
}

const wireOf = (p: PayoutRow): OutputOf<typeof listPayouts>['items'][number] => ({
  payoutId: p.payout_id,
  party: p.party_id,
  role: p.role,
  amountMinor: toWire(p.amount_minor),
  currency: p.currency,
  at: p.at.toISOString(),
  lines: p.lines,
})
