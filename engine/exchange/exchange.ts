// Several learners, each with its own part of the people, who tell one another what their people's doings teach. A learner keeps what
// belongs to its people to itself; what they turned to, and after what, goes to the others as lessons, and what its blend learned as the
// sum of all its steps. Lessons count once, however often they are told and whoever was killed in between: they are numbered by
// the sender's log, and a receiver knows how far it has heard everyone. Sums replace one another. What is missing is noticed.
import type { BlendDelta } from '../models/gated-blend.ts'
import {
  DELTA_REFUSALS,
  factsHeard,
  NOTHING_HEARD,
  wrongWithDelta,
  type BlendSums,
  type Delta,
  type DeltaRefusal,
  type Heard,
} from './delta.ts'
import type { Fact } from '../item-shelf.ts'
import type { ExchangeDump, PeerDump, Unheard } from './exchange-dump.ts'
import { createOutbox, endOf, runOf, type Told } from './outbox.ts'
import { createSittings } from './sittings.ts'
import { createWaiting } from './waiting.ts'

export type ExchangeOptions = {
  /** When this process began, milliseconds since 1970: later than every earlier run of the same learner. */
  startedMs: number
  /** Lessons, and facts, kept for a peer who missed them. Who missed more takes a snapshot. */
  keep?: number
  /** Whether facts are told at all; not where each learner is told of the items by itself. */
  tellFacts?: boolean
}

/** What the exchange needs of the engine it belongs to. */
export type Teachable = {
  /** Takes a fact, if it is news. */
  fact(fact: Fact): void
  /** Learns what happened elsewhere; `sitting` finds ours. False when there is no such item here. */
  lesson(told: Told, sitting: (make: () => number) => number): boolean
  /** Everything the blend took in since it began, ours and the others'; and taking in more. */
  learned(): BlendDelta
  learn(delta: BlendDelta): void
  /** The longest step that one lesson can move a weight by. */
  step: number
  limits: { aheadMs: number; tooOldMs: number }
}

type Peer = Omit<PeerDump, 'sittings'> & { sittings: ReturnType<typeof createSittings> }
export type Exchange = ReturnType<typeof createExchange>

const KEEP = 20_000
/** Digits of a weight that are told. What was told is what is remembered, so nothing adds up. */
const DIGITS = 7
/** The steps that a killed learner takes anew are not quite those it took. */
const ANEW = 1
/** No outcome surprises more than this, squared; and no blend moves further at once. */
const MOST_SURPRISE = 1e4
const FARTHEST = 100

export function createExchange(o: ExchangeOptions, engine: Teachable) {
  const { startedMs, keep = KEEP, tellFacts = true } = o
  const outbox = createOutbox({ startedMs, keep })
  /** Our sittings by the number of the lesson that began them, which is the same after a restart. */
  const sittings = createSittings()
  const peers = new Map<string, Peer>()
  const refused = Object.fromEntries(DELTA_REFUSALS.map((reason) => [reason, 0])) as Record<
    DeltaRefusal,
    number
  >
  const waiting = createWaiting()
  let strangers = 0

  function refuse(reason: DeltaRefusal): DeltaRefusal {
    refused[reason]++
    return reason
  }

  /** The steps that our own blend took: all there are without the others'. */
  function ownBlend(): Delta['blend'] {
    const { weights, squares } = engine.learned()
    for (const { blend } of peers.values())
      for (let w = 0; w < weights.length; w++) {
        weights[w]! -= blend.weights[w] ?? 0
        squares[w]! -= blend.squares[w] ?? 0
      }
    const told = (sums: Float64Array) => Array.from(sums, (sum) => Number(sum.toPrecision(DIGITS)))
    return { at: outbox.next(), weights: told(weights), squares: told(squares) }
  }

  /** What a peer's blend did since it was last heard. */
  function newSteps(peer: Peer, { weights, squares }: BlendSums): BlendDelta {
    const less = (sums: number[], before: number[]) =>
      Float64Array.from(sums, (sum, w) => sum - (before[w] ?? 0))
    return { weights: less(weights, peer.blend.weights), squares: less(squares, peer.blend.squares) }
  }

  /**
   * AdaGrad never steps further than its rate, and ever less far: so many lessons move a weight only so far (Cauchy and Schwarz over
   * the steps, whose squares sum to 1 + ln of how much the sum of squares grew).
   */
  function isTooFar({ weights, squares }: BlendDelta, lessons: number): boolean {
    const steps = Math.min(lessons, Math.sqrt(lessons * (19 + Math.log(1 + lessons))))
    const farthest = Math.min(FARTHEST, engine.step * steps + ANEW)
    const most = MOST_SURPRISE * (lessons + ANEW)
    return weights.some((w) => Math.abs(w) > farthest) || squares.some((s) => Math.abs(s) > most)
  }

  /** The peer as far as it was heard; of a new run of its process, what its numbers still say. */
  function peerOf(name: string, delta: Delta): Peer {
    const { life, runs } = delta
    const run = runOf(delta)
    const known = peers.get(name)
    if (!known)
      return { ...NOTHING_HEARD, life, run, blend: { at: 0, weights: [], squares: [] }, sittings: createSittings() } // prettier-ignore
    if (known.life === life && known.run < run) {
      known.facts = factsHeard(known, runs)
      known.run = run
    }
    return known
  }

  const learn = (told: Told, sittings: Peer['sittings']): boolean =>
    engine.lesson(told, (make) => sittings.of(told.sitting, make))

  /** An item is there: what waited for it is learned. */
  function arrived(id: string): void {
    for (const { peer, ...told } of waiting.take(id)) {
      const sittings = peers.get(peer)?.sittings
      if (!sittings || !learn(told, sittings)) strangers++
    }
  }

  function takeFact(fact: Fact): void {
    engine.fact(fact)
    if (fact.about) arrived(fact.id)
  }

  function take(name: string, peer: Peer, delta: Delta): void {
    for (const fact of delta.facts.list.slice(peer.facts - delta.facts.first)) takeFact(fact)
    for (const lesson of delta.lessons.slice(peer.lessons - delta.first)) {
      const [item, atMs, sitting, ...steps] = lesson as [number, number, number, ...number[]]
      const before: { id: string; atMs: number }[] = []
      for (let k = 0; k < steps.length; k += 2)
        before.push({ id: delta.ids[steps[k]!]!, atMs: atMs - steps[k + 1]! })
      const told = { id: delta.ids[item]!, atMs, before, sitting }
      if (!learn(told, peer.sittings)) strangers += waiting.add({ ...told, peer: name })
    }
    const end = endOf(delta)
    peer.facts = Math.max(peer.facts, end.facts)
    peer.lessons = Math.max(peer.lessons, end.lessons)
  }

  return {
    /** One of ours learned: `sitting` as the model numbers it. */
    taught: (told: Told): void => outbox.lesson({ ...told, sitting: sittings.of(told.sitting, outbox.next) }),
    told(fact: Fact): void {
      if (tellFacts) outbox.fact(fact)
      if (fact.about) arrived(fact.id)
    },

    takeDelta: (most?: number): Delta | null => outbox.take(ownBlend, most),
    deltaSince: (heard: Heard, most?: number): Delta | null => outbox.since(heard, ownBlend, most),

    /** Lessons heard of all the others. */
    heard(): number {
      let sum = 0
      for (const { lessons } of peers.values()) sum += lessons
      return sum
    },

    heardOf(peer: string): Heard {
      const { lessons, facts, run } = peers.get(peer) ?? NOTHING_HEARD
      return { lessons, facts, run }
    },

    /** Null when something of it was new and was taken; otherwise why not, and nothing has changed. */
    hear(name: string, delta: Delta, nowMs: number): DeltaRefusal | null {
      const weights = engine.learned().weights.length
      const wrong = wrongWithDelta(delta, { nowMs, weights, ...engine.limits })
      if (wrong) return refuse(wrong)
      const peer = peerOf(name, delta)
      if (peer.life !== delta.life) return refuse('another-life')
      if (runOf(delta) < peer.run) return refuse('already-heard')
      if (delta.first > peer.lessons || delta.facts.first > peer.facts) return refuse('gap')
      const end = endOf(delta)
      const isLater = delta.blend.at > peer.blend.at
      if (end.lessons <= peer.lessons && end.facts <= peer.facts && !isLater) return refuse('already-heard')
      const steps = newSteps(peer, delta.blend)
      if (isLater && isTooFar(steps, delta.blend.at - peer.blend.at)) return refuse('too-far')
      peers.set(name, peer)
      take(name, peer, delta)
      if (isLater) {
        engine.learn(steps)
        peer.blend = { ...delta.blend }
      }
      return null
    },

    /** Ours, which the one whose knowledge we took over had not heard. */
    relearn({ lessons, facts, sittings: known }: Unheard): void {
      const theirs = createSittings()
      theirs.restore(known)
      for (const fact of facts) takeFact(fact)
      for (const told of lessons) if (!learn(told, theirs)) strangers++
    },

    counts: () => ({
      lessons: outbox.next(),
      heard: Object.fromEntries(Array.from(peers, ([name, { lessons }]) => [name, lessons])),
      /** Lessons about items that are not here: that wait for them, and that gave up. */
      waiting: waiting.size,
      strangers,
      refused: { ...refused },
    }),

    dump: (): ExchangeDump => ({
      outbox: outbox.dump(),
      sittings: sittings.dump(),
      waiting: waiting.dump(),
      peers: Object.fromEntries(
        Array.from(peers, ([name, peer]) => [name, { ...peer, sittings: peer.sittings.dump() }]),
      ),
    }),
    restore(dump: ExchangeDump): void {
      outbox.restore(dump.outbox)
      sittings.restore(dump.sittings)
      waiting.restore(dump.waiting)
      peers.clear()
      for (const [name, peer] of Object.entries(dump.peers)) {
        const own = createSittings()
        own.restore(peer.sittings)
        peers.set(name, { ...peer, sittings: own })
      }
    },
  }
}
