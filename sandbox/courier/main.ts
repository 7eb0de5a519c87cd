// The courier as a process of its own: COURIER_SANDBOX_PORT, COURIER_SANDBOX_SECRET, DATA_DIR. It knows nothing of the platform but the wire
// and the time the platform says it has, and survives being killed: what it answered is in its journal.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startDelivering } from '../payment/deliver.ts'
import { openJournal } from '../payment/journal.ts'
import { createCourierCore, type Entry } from './core.ts'
import { createCourierServer } from './server.ts'

const port = Number(process.env.COURIER_SANDBOX_PORT)
const secret = process.env.COURIER_SANDBOX_SECRET ?? ''
const dir = process.env.DATA_DIR
if (!Number.isInteger(port) || port < 1 || secret.length < 16 || !dir) {
  console.error(
    'courier sandbox: COURIER_SANDBOX_PORT, COURIER_SANDBOX_SECRET (16 characters or more) and DATA_DIR are needed',
  )
  process.exit(78)
}

const LOOK_EVERY_MS = 1_000

await mkdir(dir, { recursive: true })
const core = createCourierCore()
const journal = await openJournal<Entry>(join(dir, 'courier-sandbox.jsonl'), core.apply)

/** The platform's clock runs as ours does, so many milliseconds ahead. */
let aheadMs = 0
const now = () => Date.now() + aheadMs

/** Applied at once, so that two decisions cannot both find it open; answered only when on disk. */
async function record(entries: Entry[]): Promise<void> {
  for (const entry of entries) core.apply(entry)
  await journal.append(entries)
  if (entries.some((e) => e.type === 'told' || e.type === 'delivery.put-off')) deliverer.wake()
}

const deliverer = startDelivering(core, secret, record)
const look = () => record(core.tick(now(), Date.now()))
const looking = setInterval(() => void look(), LOOK_EVERY_MS)
const server = createCourierServer({
  core,
  secret,
  now,
  learnTime: (nowMs) => void (aheadMs = nowMs - Date.now()),
  record: async (entries) => {
    await record(entries)
    await look()
  },
})
server.listen(port, '127.0.0.1', () => console.log('ready'))
server.on('error', (error) => {
  console.error(`courier sandbox: ${error.message}`)
  process.exit(1)
})

async function stop(): Promise<void> {
  clearInterval(looking)
  deliverer.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await journal.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => {}) // Ctrl-C goes to the whole group; the supervisor ends us in order
process.on('disconnect', () => void stop())
