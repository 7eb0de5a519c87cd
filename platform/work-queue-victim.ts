// A worker that takes one piece of work, says so and never ends: the queue's test kills it.
import { systemClock } from '#kernel/clock'
import { createIds } from '#kernel/ids'
import { secureRandom } from '#kernel/random'
import { openDatabase } from './database.ts'
import { silentLogger } from './logger.ts'
import { runWorkLoop } from './work-loop.ts'
import { createWorkQueue } from './work-queue.ts'

const db = openDatabase({ url: process.argv[2]!, poolSize: 3 })
const queue = createWorkQueue({ db, ids: createIds(systemClock, secureRandom()), leaseMs: 400 })
await runWorkLoop({
  db,
  queue,
  log: silentLogger,
  pollMs: 20,
  handler: {
    kind: 'test.work',
    run: () => {
      process.stdout.write('taken\n')
      return new Promise(() => {})
    },
    undo: async () => {},
  },
})
