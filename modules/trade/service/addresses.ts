// A buyer wants it sent elsewhere. While nothing has left and the freight is the same there, it is done at once; otherwise the shop decides,
// and bears the difference when it agrees. Once a parcel is on its way there is only asking it back.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { decideAddressChange, getSender, setSender } from '../contract.ts'
import { freightOf, freightRule, type FreightTemplate } from '../domain/freight.ts'
import type { DeliveryAddress } from '../domain/mask.ts'
import * as repository from '../repository/addresses.ts'
import { hasOpenBooking } from '../repository/bookings.ts'
import { noteStep } from '../repository/orders.ts'
import type { Order } from '../repository/rows.ts'
import type { Orders } from './orders.ts'

export type AddressWish = {
  orderId: Id<'ord'>
  buyerId: Id<'usr'>
  to: DeliveryAddress
  province: string
  /** The shop's, as it stands now. */
  freight: FreightTemplate | undefined
}

export function createAddresses({ db, clock, ids }: Deps, orders: Orders) {
  const note = (tx: Tx, o: Order, by: 'buyer' | 'merchant', text: string) =>
    noteStep(tx, o.order_id, { state: o.state, by, at: clock.now(), note: text })

  async function waiting(tx: Tx, key: Parameters<Orders['order']>[1]): Promise<Order> {
    const o = await orders.order(tx, key, true)
    if (o.state !== 'paid' && o.state !== 'partly-shipped')
      throw new AppError('STATE_CONFLICT', { state: o.state })
    return o
  }

  return {
    /** @throws AppError NOT_FOUND | STATE_CONFLICT {state} | NOT_DELIVERABLE | DUPLICATE while another change waits for the shop */
    async changeAddress(tx: Tx, { orderId, buyerId, to, province, freight }: AddressWish): Promise<void> {
      const o = await waiting(tx, { orderId, buyerId })
      const there = freightOf(freightRule(freight, province), o.goods_minor)
      const atOnce = o.state === 'paid' && there === o.freight_minor && !(await hasOpenBooking(tx, orderId))
      const now = clock.now()
      const asked = await repository.insertChange(tx, {
        change_id: ids.next('adc'),
        order_id: orderId,
        shop_id: o.shop_id,
        address: to,
        state: atOnce ? 'applied' : 'asked',
        asked_at: now,
        decided_at: atOnce ? now : null,
        decided_by: atOnce ? 'system' : null,
      })
      if (!asked) throw new AppError('DUPLICATE')
      if (atOnce) await repository.setAddress(tx, orderId, to)
      await note(tx, o, 'buyer', atOnce ? 'address-changed' : 'address-change-asked')
    },

    /** @throws AppError NOT_FOUND | STATE_CONFLICT {state} when it was decided, or the parcel has left */
    async decideAddressChange(
      tx: Tx,
      { shopId, changeId, approve }: InputOf<typeof decideAddressChange>,
    ): Promise<Id<'ord'>> {
      const change = await repository.findChange(tx, shopId, changeId)
      if (!change) throw new AppError('NOT_FOUND')
      const o = approve
        ? await waiting(tx, { orderId: change.order_id, shopId })
        : await orders.order(tx, { orderId: change.order_id, shopId }, true)
      if (approve && (await hasOpenBooking(tx, o.order_id)))
        throw new AppError('STATE_CONFLICT', { state: o.state })
      const decided = { state: approve ? 'applied' : 'refused', by: 'merchant', at: clock.now() } as const
      if (!(await repository.decideChange(tx, changeId, decided)))
        throw new AppError('STATE_CONFLICT', { state: change.state })
      if (approve) await repository.setAddress(tx, o.order_id, change.address)
      await note(tx, o, 'merchant', approve ? 'address-changed' : 'address-change-refused')
      return o.order_id
    },

    senderOf: repository.findSender,
    getSender: ({ shopId }: InputOf<typeof getSender>): Promise<OutputOf<typeof getSender>> =>
      db.read(async (tx) => ({ sender: await repository.findSender(tx, shopId) })),
    setSender: ({ shopId, ...address }: InputOf<typeof setSender>): Promise<OutputOf<typeof setSender>> =>
      db.transaction(async (tx) => {
        await repository.keepSender(tx, shopId, address, clock.now())
        return { sender: address }
      }),
  }
}

export type Addresses = ReturnType<typeof createAddresses>
