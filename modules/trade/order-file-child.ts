// Streams a shop's orders as the export does and says what it took; run by order-file.test.ts in a process of its own.
import { systemCtx } from '#platform/context'
import { openDatabase } from '#platform/database'
import { createOrderFiles } from './service/order-file.ts'

const db = openDatabase({ url: process.argv[2]!, poolSize: 2 })
const files = createOrderFiles({ db })
const { body } = await files.exportShopOrders(
  { shopId: process.argv[3] as `shp_${string}` },
  systemCtx('test'),
)
let [bytes, lines] = [0, 0]
for await (const piece of body) {
  bytes += Buffer.byteLength(piece)
  lines += piece.toString().split('\r\n').length - 1
}
await db.close()
process.stdout.write(
  JSON.stringify({ lines, bytes, maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }),
)
