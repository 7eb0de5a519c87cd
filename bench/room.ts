// A room with 19,000 receivers at ten lines a second, then a flood of 40,000 lines a second beside a shop that sells: the real channel
// process, a real PostgreSQL, real sockets. Crowds are processes of their own and share the machine. `--small` is a tenth of it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { judge, type Runnable } from './harness.ts'
import { crowdPart } from './room/crowd-part.ts'
import { floodPart } from './room/flood-part.ts'
import { aHouse, FULL, SMALL } from './room/house.ts'

export const run: Runnable['run'] = async ({ say, args }) => {
  const size = args.includes('--small') ? SMALL : FULL
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-bench-'))
  say('starting PostgreSQL, server and payment sandbox')
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'all',
    databaseUrl: null,
    world: null,
    buildWeb: false,
  })
  try {
    const house = await aHouse(stack)
    const crowd = await crowdPart(stack, house, size, say)
    const flood = await floodPart(stack, house, size, say)
    await house.close()
    return judge(
      'room',
      { receivers: size.receivers, ...crowd, ...flood },
      {
        ticksDelivered: { min: 0.98 },
        linesDelivered: { min: 0.98 },
        lineP99Ms: { max: 800 },
        eventsComplete: { min: 1 },
        rssMb: { max: 250 },
        floodEventsComplete: { min: 1 },
        floodQueueMb: { max: 26.3 },
        floodRssGrowthMb: { max: 150 },
        checkoutKept: { min: 1 },
      },
    )
  } finally {
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
