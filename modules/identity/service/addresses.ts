// The address book: at most 20, exactly one of them the default.
import { MAX_ADDRESSES, type Address, type addAddress, type replaceAddress } from '../contract.ts'
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { lockAccount } from '../repository/accounts.ts'
import * as addresses from '../repository/addresses.ts'

export function createAddressService({ db, clock, ids }: Deps) {
  /** @throws AppError NOT_FOUND also for somebody else's */
  async function addressOf(tx: Tx, accountId: string, addressId: string): Promise<Address> {
    const found = await addresses.findAddress(tx, accountId, addressId)
    if (!found) throw new AppError('NOT_FOUND')
    return found
  }

  return {
    addressOf,

    listAddresses: async (ctx: Ctx) => ({
      items: await db.read((tx) => addresses.selectAddresses(tx, personOf(ctx))),
    }),

    async addAddress(input: InputOf<typeof addAddress>, ctx: Ctx): Promise<Address> {
      const accountId = personOf(ctx)
      return db.transaction(async (tx) => {
        await lockAccount(tx, accountId)
        const present = await addresses.selectAddresses(tx, accountId)
        if (present.length >= MAX_ADDRESSES) throw new AppError('ADDRESS_LIMIT', { max: MAX_ADDRESSES })
        const address = { id: ids.next('adr'), ...input, isDefault: input.isDefault || present.length === 0 }
        if (address.isDefault) await addresses.clearDefault(tx, accountId)
        await addresses.insertAddress(tx, accountId, address, clock.now())
        return address
      })
    },

    /** The default stays the default until another is made it. */
    async replaceAddress(
      { addressId, ...fields }: InputOf<typeof replaceAddress>,
      ctx: Ctx,
    ): Promise<Address> {
      const accountId = personOf(ctx)
      return db.transaction(async (tx) => {
        await lockAccount(tx, accountId)
        const before = await addressOf(tx, accountId, addressId)
        const address = { id: addressId, ...fields, isDefault: fields.isDefault || before.isDefault }
        if (address.isDefault && !before.isDefault) await addresses.clearDefault(tx, accountId)
        await addresses.updateAddress(tx, accountId, address)
        return address
      })
    },

    /** When the default goes, the newest of the others takes its place. */
    async removeAddress(addressId: string, ctx: Ctx): Promise<{ ok: true }> {
      const accountId = personOf(ctx)
      await db.transaction(async (tx) => {
        await lockAccount(tx, accountId)
        const { isDefault } = await addressOf(tx, accountId, addressId)
        await addresses.deleteAddress(tx, accountId, addressId)
        const [next] = isDefault ? await addresses.selectAddresses(tx, accountId) : []
        if (next) await addresses.updateAddress(tx, accountId, { ...next, isDefault: true })
      })
      return { ok: true }
    },
  }
}
export type AddressService = ReturnType<typeof createAddressService>
