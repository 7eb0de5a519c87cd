// Money out to the bank. Small sums by one person; a large one, or any of a shop with several finance people, waits until another person has
// said yes: the entries it is made of are held, and promised to the bank, so that nothing else can use them meanwhile.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { sumMinor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { policyAt } from '../domain/policy.ts'
import {
  balanceOf,
  bank,
  dropPromise,
  inLayer,
  keepPromise,
  move,
  type NewTransfer,
} from '../domain/posting.ts'
import { payoutMade } from '../events.ts'
import {
  findPayout,
  findPayoutByKey,
  insertPayout,
  lockAccounts,
  uncoveredEntries,
} from '../repository/payouts.ts'
import { policyVersions } from '../repository/purses.ts'
import { decideRequest, heldItems, insertRequest, lockRequest } from '../repository/requests.ts'
import { insertTransfers } from '../repository/transfers.ts'
import type { PayoutRequestTable, PayoutTable } from '../repository/rows.ts'

export type PayoutRole = 'merchant' | 'creator' | 'agency' | 'recruiter'
/** Who asks, and how many there are whose work it is: null when the clock or a test does. */
export type Asker = { by: string; financePeople: number } | null
type Part = Pick<
  PayoutTable,
  'payout_id' | 'account_id' | 'role' | 'party_id' | 'amount_minor' | 'currency' | 'request_key'
>

export function createPayOut({ clock, ids }: Deps) {
  const outbox = createOutbox(clock, ids)
  const legs = (p: Part) =>
    move(
      balanceOf(p.role as PayoutRole, p.party_id, p.currency),
      bank(p.party_id, p.currency),
      p.amount_minor,
    )

  async function post(
    tx: Tx,
    p: Part,
    t: Pick<NewTransfer, 'phase' | 'ofTransferId' | 'entries'>,
  ): Promise<Id<'trf'>> {
    const at = clock.now()
    const transferId = ids.next('trf')
    const head = { groupId: p.payout_id, kind: 'payout', orderId: null, lineId: null } as const
    await insertTransfers(tx, [{ ...head, ...t, transferId, currency: p.currency, at }], at)
    return transferId
  }

  async function send(tx: Tx, p: Part, transferId: Id<'trf'>, entryIds: readonly bigint[]): Promise<void> {
    const at = clock.now()
    await insertPayout(tx, { ...p, at, transfer_id: transferId }, entryIds)
    await outbox.publish(tx, [
      event(payoutMade, p.payout_id, {
        payoutId: p.payout_id,
        party: p.party_id,
        role: p.role,
        amountMinor: p.amount_minor.toString(),
        currency: p.currency,
        at: at.toISOString(),
      }),
    ])
  }

  return {
    /**
     * Everything available → the party's bank, covering exactly the entries it is made of; or asked for, when a second person must say yes.
     * @throws AppError NOTHING_TO_PAY_OUT
     */
    async payOut(
      tx: Tx,
      role: PayoutRole,
      partyId: string,
      requestKey: string | null,
      asker: Asker = null,
    ): Promise<Id<'pot'>> {
      const accounts = await lockAccounts(tx, role, partyId)
      const mine = accounts.map((a) => a.account_id)
      const before = requestKey === null ? undefined : await findPayoutByKey(tx, mine, requestKey)
      if (before) return before
      for (const account of accounts) {
        const covered = await uncoveredEntries(tx, account.account_id)
        const amountMinor = sumMinor(covered.map((e) => e.amount_minor))
        if (amountMinor <= 0n) continue
        const entryIds = covered.map((e) => e.entry_id)
        const part: Part = {
          payout_id: ids.next('pot'),
          account_id: account.account_id,
          role,
          party_id: partyId,
          amount_minor: amountMinor,
          currency: account.currency,
          request_key: requestKey,
        }
        const alone =
          asker === null ||
          (asker.financePeople < 2 &&
            amountMinor <= policyAt(await policyVersions(tx), 'payout-alone-up-to-minor', clock.now()))
        if (alone) {
          const entries = inLayer('posted', legs(part))
          await send(
            tx,
            part,
            await post(tx, part, { phase: 'posted', ofTransferId: null, entries }),
            entryIds,
          )
          return part.payout_id
        }
        const entries = inLayer('pending', legs(part))
        const request: PayoutRequestTable = {
          ...part,
          transfer_id: await post(tx, part, { phase: 'pending', ofTransferId: null, entries }),
          state: 'requested',
          requested_by: asker.by,
          requested_at: clock.now(),
          decided_by: null,
          decided_at: null,
        }
        await insertRequest(tx, request, entryIds)
        return part.payout_id
      }
      throw new AppError('NOTHING_TO_PAY_OUT')
    },

    /**
     * The second person's word; `of` limits it to one party's. Whoever asked may take it back but not approve it.
     * @throws AppError NOT_FOUND · FOUR_EYES · STATE_CONFLICT
     */
    async decidePayout(
      tx: Tx,
      payoutId: Id<'pot'>,
      { approve, by, of }: { approve: boolean; by: string; of: { role: PayoutRole; partyId: string } | null },
    ): Promise<PayoutRequestTable> {
      const request = await lockRequest(tx, payoutId)
      const theirs = (p: Pick<PayoutTable, 'role' | 'party_id'>) =>
        of === null || (p.role === of.role && p.party_id === of.partyId)
      if (!request) {
        const sent = await findPayout(tx, payoutId)
        throw sent && theirs(sent)
          ? new AppError('STATE_CONFLICT', { state: 'sent' })
          : new AppError('NOT_FOUND')
      }
      if (!theirs(request)) throw new AppError('NOT_FOUND')
      const state = approve ? 'sent' : 'rejected'
      if (request.state === state && request.decided_by === by) return request
      if (request.state !== 'requested') throw new AppError('STATE_CONFLICT', { state: request.state })
      if (approve && request.requested_by === by) throw new AppError('FOUR_EYES')
      await lockAccounts(tx, request.role as PayoutRole, request.party_id)
      const entryIds = (await heldItems(tx, payoutId)).map((e) => e.entry_id)
      const promised = legs(request)
      const transferId = await post(tx, request, {
        phase: approve ? 'post-pending' : 'void',
        ofTransferId: request.transfer_id,
        entries: approve ? keepPromise(promised) : dropPromise(promised),
      })
      await decideRequest(tx, payoutId, { state, by, at: clock.now() })
      if (approve) {
        const { payout_id, account_id, role, party_id, amount_minor, currency, request_key } = request
        await send(
          tx,
          { payout_id, account_id, role, party_id, amount_minor, currency, request_key },
          transferId,
          entryIds,
        )
      }
      return { ...request, state, decided_by: by, decided_at: clock.now() }
    },
  }
}
