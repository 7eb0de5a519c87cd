// A shop's orders for the accountant's spreadsheet: a row a line, receivers masked. Amounts of a whole order stand on its first row only,
// so that a column's sum is right.
import type { InputOf } from '#kernel/contract'
import type { FileAnswer } from '#kernel/file'
import type { Locale } from '#kernel/text'
import type { Ctx, Deps } from '#platform/context'
import { csvFile, type Cell } from '#platform/csv'
import { yuan } from '#platform/xlsx'
import type { exportShopOrders } from '../contract.ts'
import { maskAddress } from '../domain/mask.ts'
import { orderFileRows, type OrderFileRow } from '../repository/order-file.ts'
import { ORDER_FILE_WORDS as WORDS } from './order-file-words.ts'

export function createOrderFiles({ db }: Pick<Deps, 'db'>) {
  async function* table(
    { shopId, state }: InputOf<typeof exportShopOrders>,
    locale: Locale,
  ): AsyncGenerator<Cell[]> {
    yield [...WORDS[locale].head]
    for await (const order of orderFileRows(db.read, shopId, state, locale)) yield* rowsOf(order, locale)
  }
  return {
    exportShopOrders: async (
      input: InputOf<typeof exportShopOrders>,
      { locale }: Ctx,
    ): Promise<FileAnswer> => ({
      name: input.state ? `orders-${input.state}.csv` : 'orders.csv',
      type: 'text/csv; charset=utf-8',
      body: csvFile(table(input, locale)),
    }),
  }
}

const money = (minor: bigint | string): Cell => ({ decimal: yuan(BigInt(minor)) })
/** China's wall clock, as a spreadsheet reads it. */
const when = (at: Date | null): Cell =>
  at && new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

function rowsOf(o: OrderFileRow, locale: Locale): Cell[][] {
  const { name, phone, region } = maskAddress(o.address)
  const ofOrder = [o.goods_minor, o.freight_minor, o.total_minor, o.refunded_minor].map(money)
  return o.lines.map((l, i) => [
    o.order_id,
    WORDS[locale].state[o.state],
    ...[o.placed_at, o.paid_at, o.shipped_at, o.completed_at].map(when),
    l.sku_id,
    l.title,
    l.sku_name,
    l.qty,
    ...[l.price_minor, l.off_minor, l.paid_minor].map(money),
    ...(i === 0 ? ofOrder : ofOrder.map(() => null)),
    o.currency,
    name,
    phone,
    region,
    (o.parcels ?? []).map((p) => `${p.carrier} ${p.no}`).join('; '),
  ])
}
