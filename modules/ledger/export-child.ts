// Writes a long table both ways and says what it took; run by statements.test.ts in a process of its own, whose memory is only this.
import { csvFile } from '#platform/csv'
import { xlsxFile, yuan, type SheetCell } from '#platform/xlsx'

const rows = Number(process.argv[2])

async function* table(): AsyncGenerator<SheetCell[]> {
  for (let i = 0; i < rows; i++)
    yield [
      `2026-11-11T00:00:${i}Z`,
      '货款结算',
      `ord_${i}`,
      '便携水壶',
      { minor: BigInt(i) },
      { minor: BigInt(i * 7) },
    ]
}
async function* plain() {
  for await (const row of table())
    yield row.map((c) => (c !== null && typeof c === 'object' ? { decimal: yuan(c.minor) } : c))
}

let csvBytes = 0
for await (const piece of csvFile(plain())) csvBytes += Buffer.byteLength(piece)
let xlsxBytes = 0
for await (const piece of xlsxFile('2026-11', table())) xlsxBytes += piece.length
process.stdout.write(
  JSON.stringify({ rows, csvBytes, xlsxBytes, maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }),
)
