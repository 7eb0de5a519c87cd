// `node world/live/main.ts`: the demo's evening, on a platform that runs. A process of its own, over HTTP, RTMP and sockets, like
// everybody else; it says `ready` when the doors are open.
import { readConfig } from '#platform/config'
import { secureRandom } from '#kernel/random'
import { gatherCrowd } from './crowd.ts'
import { beginEvening } from './director.ts'
import { arrive } from './person.ts'
import { linkAccounts, openAccount, setStage } from './stage.ts'
import { announceEvening } from './teaser.ts'

const HOST = 'merchant'
/** People of the smallest world, so that they are in each. */
const CROWD = Array.from({ length: 14 }, (_, i) => `shopper-${String(i + 20).padStart(4, '0')}@serendip.demo`)

const config = readConfig(process.env)
const baseUrl = `http://127.0.0.1:${config.port}`
const random = secureRandom()
const stopping = new AbortController()
const say = (line: string) => {
  if (!stopping.signal.aborted) console.log(`  live room: ${line}`)
}

let host = await arrive(baseUrl, HOST)
if (await openAccount(host)) host = await arrive(baseUrl, HOST)
const stage = await setStage(host)
const evening = await beginEvening(host, stage, random, say)
// Without its video the evening goes on.
await announceEvening(host, await arrive(baseUrl, 'reviewer'), stage).catch((error: unknown) =>
  say(String(error)),
)
await linkAccounts(host, await arrive(baseUrl, 'creator')).catch((error: unknown) => say(String(error)))
console.log('ready')
const crowd = gatherCrowd({ baseUrl, roomId: stage.roomId, people: CROWD, pay, random, say }, stopping.signal)

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave())
process.on('disconnect', () => void leave()) // the supervisor was killed

async function leave(): Promise<void> {
  if (stopping.signal.aborted) return
  stopping.abort()
  setTimeout(() => process.exit(1), 5_000).unref()
  await evening.stop()
  await crowd
  process.exit(0)
}

/** As the buyer on the provider's page. */
async function pay(paymentId: string): Promise<void> {
  const { url, secret } = config.paymentSandbox!
  const answer = await fetch(`${url}/api/payments/${paymentId}/decide`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'succeeded' }),
  })
  if (!answer.ok) throw new Error(`the provider answered ${answer.status}`)
}
