// The learner as a process of its own, to be killed: it follows the log, saves snapshots far more often than it has to, so that many
// deaths fall into one, and tells how far it has come.
import { openDoors } from '../support/market.ts'

export type FromVictim =
  | { kind: 'ready'; replayed: number; seq: number }
  | { kind: 'at'; seq: number }
  | { kind: 'saving'; saving: boolean }
  | { kind: 'fingerprint'; seq: number; fingerprint: string }

const SNAPSHOT_EVERY_MS = 400
const TELL_EVERY_MS = 20

const tell = (message: FromVictim) => process.send!(message)
const { doors } = openDoors(process.env.DATABASE_URL!, { secret: 'chaos', poolSize: 3, engineThread: true })
const { interest } = doors
const seq = () => interest.status().cursor.seq

const { replayed } = await interest.load()
tell({ kind: 'ready', replayed, seq: seq() })
await interest.start()
setInterval(() => tell({ kind: 'at', seq: seq() }), TELL_EVERY_MS)
process.on('message', () => {
  void interest
    .catchUp()
    .then(interest.fingerprint)
    .then((fingerprint) => tell({ kind: 'fingerprint', seq: seq(), fingerprint }))
})
const save = async () => {
  tell({ kind: 'saving', saving: true })
  await interest.saveSnapshot()
  tell({ kind: 'saving', saving: false })
  setTimeout(() => void save(), SNAPSHOT_EVERY_MS)
}
await save()
