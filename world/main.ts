// `node world/main.ts --size demo|small|large --seed N`: fills an empty platform. Settings come from the environment, like the
// server's; progress goes to stdout, a line a step.
import { parseArgs } from 'node:util'
import { readConfig } from '#platform/config'
import { openDatabase } from '#platform/database'
import { createLogger } from '#platform/logger'
import { makeWorld } from './make.ts'
import { SIZES, type SizeName } from './sizes.ts'

const { values } = parseArgs({
  options: { size: { type: 'string', default: 'demo' }, seed: { type: 'string', default: '1' } },
})
const seed = Number(values.seed)
if (!(values.size in SIZES) || !Number.isSafeInteger(seed)) {
  console.error(`--size is one of ${Object.keys(SIZES).join(', ')}; --seed is a whole number`)
  process.exit(64)
}

const config = readConfig(process.env)
const db = openDatabase({ url: relaxed(config.databaseUrl), poolSize: 24 })
try {
  const size = values.size as SizeName
  const counts = await makeWorld({
    db,
    config,
    log: createLogger(config.logLevel),
    size,
    seed,
    until: new Date(),
    say: (line) => console.log(line),
  })
  console.log(
    `${counts.products} products, ${counts.shoppers} shoppers, ${counts.signals} signals, ${counts.orders} orders`,
  )
} finally {
  await db.close()
}

/** A half-made world is thrown away whole, so its statements need not wait for the disk. */
function relaxed(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  return url.toString()
}
