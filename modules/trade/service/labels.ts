// Printing: the labels of up to a hundred parcels in one file, and how often each was printed. Nobody gets a full address here.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { printLabels } from '../contract.ts'
import { maskForLabel, type Label } from '../domain/label.ts'
import { findSender } from '../repository/addresses.ts'
import { findLines } from '../repository/orders.ts'
import { countPrints, packagesToPrint } from '../repository/packages.ts'
import { labelsPdf } from './label-pdf.ts'

type Asked = InputOf<typeof printLabels>

export function createLabels({ db, clock }: Pick<Deps, 'db' | 'clock'>) {
  async function labelsOf(tx: Tx, { shopId, packageIds }: Asked): Promise<(Label & { packageId: string })[]> {
    const parcels = await packagesToPrint(tx, shopId, packageIds)
    const sender = await findSender(tx, shopId)
    const orderIds = [...new Set(parcels.map((p) => p.order_id))]
    const lines = new Map((await findLines(tx, orderIds)).map((l) => [l.line_id as string, l]))
    return parcels.map((p) => ({
      packageId: p.package_id,
      carrier: p.carrier,
      trackingNo: p.tracking_no,
      sortCode: p.sort_code,
      sender: sender ?? { name: p.shop_name.zh, phone: '', region: '', detail: '' },
      receiver: maskForLabel(p.address, p.carrier),
      items: p.lines.map(({ lineId, qty }) => {
        const l = lines.get(lineId)!
        return { title: l.title.zh, skuName: l.sku_name.zh, qty }
      }),
      note: p.note,
      orderId: p.order_id,
      shop: p.shop_name.zh,
    }))
  }

  return {
    /** @throws AppError NOT_FOUND when none of them is the shop's */
    async printLabels(input: Asked): Promise<OutputOf<typeof printLabels>> {
      const labels = await db.transaction(async (tx) => {
        const found = await labelsOf(tx, input)
        await countPrints(tx, found.map((l) => l.packageId) as Asked['packageIds'])
        return found
      })
      if (labels.length === 0) throw new AppError('NOT_FOUND')
      const printed = new Set(labels.map((l) => l.packageId))
      const pdf = await labelsPdf(labels, clock.now())
      return {
        pdf: pdf.toString('base64'),
        printed: labels.length,
        missing: input.packageIds.filter((id) => !printed.has(id)),
      }
    },
  }
}
