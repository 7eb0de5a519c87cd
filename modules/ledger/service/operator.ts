// The books as the operator opens them: accounts, transfers with what they are linked to, and whether it all balances.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Currency } from '#kernel/money'
import { toWire } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getHealth, getTransfer, listAccounts, listTransfers, transferOut } from '../contract.ts'
import { unexplained } from '../repository/payouts.ts'
import { unsettled } from '../repository/sales.ts'
import {
  counts,
  entriesOf,
  findLinked,
  listBalances,
  listTransfers as findTransfers,
  sums,
} from '../repository/transfers.ts'
import type { TransferTable } from '../repository/rows.ts'
import { cursorKey, pageOfRows } from './statements.ts'
import type { z } from 'zod'

export function createOperator({ db }: Deps) {
  return {
    listAccounts: ({
      partyType,
      partyId,
      cursor,
      limit,
    }: InputOf<typeof listAccounts>): Promise<OutputOf<typeof listAccounts>> =>
      db.read(async (tx) => {
        const after = cursorKey(cursor).before
        const found = await listBalances(tx, {
          ...(partyType ? { partyType } : {}),
          ...(partyId ? { partyId } : {}),
          ...(after ? { after } : {}),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (b) => b.account.account_id)
        return {
          items: rows.map(({ account: a, pendingMinor, postedMinor }) => ({
            accountId: a.account_id,
            partyType: a.party_type,
            partyId: a.party_id,
            kind: a.kind,
            currency: a.currency,
            pendingMinor: toWire(pendingMinor),
            postedMinor: toWire(postedMinor),
          })),
          nextCursor,
        }
      }),

    listTransfers: ({
      accountId,
      orderId,
      kind,
      cursor,
      limit,
    }: InputOf<typeof listTransfers>): Promise<OutputOf<typeof listTransfers>> =>
      db.read(async (tx) => {
        const found = await findTransfers(tx, {
          ...(accountId ? { accountId } : {}),
          ...(orderId ? { orderId } : {}),
          ...(kind ? { kind } : {}),
          ...cursorKey(cursor),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (t) => t.transfer_id)
        return { items: await withEntries(tx, rows), nextCursor }
      }),

    getTransfer: ({ transferId }: InputOf<typeof getTransfer>): Promise<OutputOf<typeof getTransfer>> =>
      db.read(async (tx) => {
        const [own, ...linked] = await withEntries(tx, await findLinked(tx, transferId))
        if (!own) throw new AppError('NOT_FOUND')
        return { ...own, linked }
      }),

    getHealth: (): Promise<OutputOf<typeof getHealth>> =>
      db.read(async (tx) => {
        const layers = await sums(tx)
        const of = (currency: Currency, layer: string) =>
          toWire(layers.find((s) => s.currency === currency && s.layer === layer)?.sum ?? 0n)
        const currencies = [...new Set(layers.map((s) => s.currency))].toSorted()
        const waiting = await unsettled(tx)
        return {
          sums: currencies.map((currency) => ({
            currency,
            pendingMinor: of(currency, 'pending'),
            postedMinor: of(currency, 'posted'),
          })),
          ...(await counts(tx)),
          oldestUnsettledAt: waiting.oldest?.toISOString() ?? null,
          unsettledOrders: waiting.orders,
          unexplainedPayoutMinor: toWire(await unexplained(tx)),
        }
      }),
  }
}

async function withEntries(
  tx: Tx,
  transfers: readonly TransferTable[],
): Promise<z.output<typeof transferOut>[]> {
  const entries = Map.groupBy(
    await entriesOf(
      tx,
      transfers.map((t) => t.transfer_id),
    ),
    (e) => e.transfer_id,
  )
  return transfers.map((t) => ({
    transferId: t.transfer_id,
    groupId: t.group_id,
    kind: t.kind,
    phase: t.phase,
    ofTransferId: t.of_transfer_id,
    orderId: t.order_id,
    lineId: t.line_id,
    currency: t.currency,
    at: t.at.toISOString(),
    entries: (entries.get(t.transfer_id) ?? []).map((e) => ({
      accountId: e.account_id,
      partyType: e.party_type,
      partyId: e.party_id,
      kind: e.kind,
      layer: e.layer,
      amountMinor: toWire(e.amount_minor),
    })),
  }))
}
