// What an exchange writes down: what it has to tell, and how far it heard everyone.
import type { Fact } from '../item-shelf.ts'
import type { BlendSums, Heard } from './delta.ts'
import type { OutboxDump, Told } from './outbox.ts'
import type { SittingsDump } from './sittings.ts'
import type { WaitingLesson } from './waiting.ts'

export type PeerDump = Heard & {
  life: number
  blend: BlendSums & { at: number }
  sittings: SittingsDump
}
export type ExchangeDump = {
  outbox: OutboxDump
  sittings: SittingsDump
  waiting: WaitingLesson[]
  peers: Record<string, PeerDump>
}
/** Ours that a peer had not heard, and by which numbers it knows our sittings. */
export type Unheard = { lessons: Told[]; facts: Fact[]; sittings: SittingsDump }
