// The payment provider as a process of its own: PAYMENT_SANDBOX_PORT, PAYMENT_SANDBOX_SECRET, DATA_DIR. It knows nothing of
// the platform but the wire, and survives being killed: what it answered is in its journal.
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createCore, type Entry } from './core.ts'
import { startDelivering } from './deliver.ts'
import { openJournal } from './journal.ts'
import { createSandboxServer } from './server.ts'

const port = Number(process.env.PAYMENT_SANDBOX_PORT)
const secret = process.env.PAYMENT_SANDBOX_SECRET ?? ''
const dir = process.env.DATA_DIR
if (!Number.isInteger(port) || port < 1 || secret.length < 16 || !dir) {
  console.error(
    'payment sandbox: PAYMENT_SANDBOX_PORT, PAYMENT_SANDBOX_SECRET (16 characters or more) and DATA_DIR are needed',
  )
  process.exit(78)
}

await mkdir(dir, { recursive: true })
const core = createCore(() => randomBytes(16).toString('hex'))
const journal = await openJournal(join(dir, 'payment-sandbox.jsonl'), core.apply)

/** Applied at once, so that two decisions cannot both find it open; answered only when on disk. */
async function record(entries: Entry[]): Promise<void> {
  for (const entry of entries) core.apply(entry)
  await journal.append(entries)
  if (entries.some((e) => e.type !== 'payment.created')) deliverer.wake()
}

const deliverer = startDelivering(core, secret, record)
const server = createSandboxServer({ core, secret, record })
server.listen(port, '127.0.0.1', () => console.log('ready'))
server.on('error', (error) => {
  console.error(`payment sandbox: ${error.message}`)
  process.exit(1)
})

async function stop(): Promise<void> {
  deliverer.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await journal.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => {}) // Ctrl-C goes to the whole group; the supervisor ends us in order
process.on('disconnect', () => void stop())
