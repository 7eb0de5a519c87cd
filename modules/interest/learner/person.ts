// One person's state: the last events, two profiles, what was seen, served and bought.
import { DAY_MS } from '#kernel/clock'
import { createProfile, createRing, type Packer, type Profile, type Ring, type Unpacker } from '#engine'
import { OUTCOME_KINDS, type OutcomeKind } from '../domain/outcome.ts'
import { PARAMS } from '../params.ts'

export type PersonEvent = {
  kind: OutcomeKind
  contentId: string
  slateId: string | null
  strength: number
  atMs: number
}

export type Person = {
  ring: Ring<PersonEvent>
  long: Profile
  instant: Profile
  /** contentId → last time; oldest first. */
  seen: Map<string, number>
  /** Answered in a slate, perhaps not yet looked at; oldest first. */
  served: Map<string, number>
  /** Of those: what came back because it was the person's own. */
  ownServed: Map<string, number>
  /** productId → last time. */
  bought: Map<string, number>
  /** productId → when it was bought, the last few times, oldest first. */
  purchases: Map<string, number[]>
  /** productId → last put in the cart. */
  carted: Map<string, number>
  /** Settings made up to this moment have been applied to the profiles. */
  settledMs: number
}

export function createPerson(): Person {
  const { ringEvents, long, instant } = PARAMS.person
  return {
    ring: createRing(ringEvents),
    long: createProfile(long),
    instant: createProfile(instant),
    seen: new Map(),
    served: new Map(),
    ownServed: new Map(),
    bought: new Map(),
    purchases: new Map(),
    carted: new Map(),
    settledMs: 0,
  }
}

/** Puts it last; past `max` the oldest goes. */
export function remember(map: Map<string, number>, key: string, atMs: number, max: number): void {
  map.delete(key)
  map.set(key, atMs)
  if (map.size > max) map.delete(map.keys().next().value!)
}

/** By time, whatever the order in which they are heard of; past `maxTimes` and `maxProducts` the oldest go. */
export function rememberPurchase(
  purchases: Map<string, number[]>,
  productId: string,
  atMs: number,
  { maxProducts, maxTimes }: { maxProducts: number; maxTimes: number },
): void {
  const times = [...(purchases.get(productId) ?? []), atMs].sort((a, b) => a - b).slice(-maxTimes)
  purchases.delete(productId)
  purchases.set(productId, times)
  if (purchases.size > maxProducts) purchases.delete(purchases.keys().next().value!)
}

/** What was put in the cart or bought up to then is no reason any more for it to come back. */
export function forgetOwn(person: Person, untilMs: number): void {
  for (const [id, atMs] of person.carted) if (atMs <= untilMs) person.carted.delete(id)
  for (const [id, times] of person.purchases) {
    const after = times.filter((atMs) => atMs > untilMs)
    if (after.length > 0) person.purchases.set(id, after)
    else person.purchases.delete(id)
  }
}

/** The log refuses what is more than a day old, so only younger events must still be told apart by slate. */
const RESENT_WITHIN_MS = 2 * DAY_MS

/** `served` is not kept: after a restart what was never looked at may come again. */
export function packPerson(p: Packer, person: Person): void {
  const events = person.ring.toArray()
  const resendableSinceMs = (events.at(-1)?.atMs ?? 0) - RESENT_WITHIN_MS
  p.number(events.length)
  for (const e of events) {
    p.number(OUTCOME_KINDS.indexOf(e.kind))
    p.text(e.contentId)
    p.text(e.atMs >= resendableSinceMs ? e.slateId : null)
    p.number(e.strength)
    p.number(e.atMs)
  }
  person.long.pack(p)
  person.instant.pack(p)
  packTimes(p, person.seen)
  packTimes(p, person.bought)
  packTimes(p, person.carted)
  p.number(person.purchases.size)
  for (const [id, times] of person.purchases) {
    p.text(id)
    p.number(times.length)
    for (const atMs of times) p.number(atMs)
  }
  p.number(person.settledMs)
}

export function unpackPerson(u: Unpacker): Person {
  const person = createPerson()
  for (let left = u.number(); left > 0; left--) {
    const kind = OUTCOME_KINDS[u.number()]!
    const contentId = u.text()
    const slateId = u.nullableText()
    person.ring.push({ kind, contentId, slateId, strength: u.number(), atMs: u.number() })
  }
  person.long.unpack(u)
  person.instant.unpack(u)
  unpackTimes(u, person.seen)
  unpackTimes(u, person.bought)
  unpackTimes(u, person.carted)
  for (let left = u.number(); left > 0; left--)
    person.purchases.set(
      u.text(),
      Array.from({ length: u.number() }, () => u.number()),
    )
  person.settledMs = u.number()
  return person
}

function packTimes(p: Packer, times: ReadonlyMap<string, number>): void {
  p.number(times.size)
  for (const [id, atMs] of times) {
    p.text(id)
    p.number(atMs)
  }
}

function unpackTimes(u: Unpacker, times: Map<string, number>): void {
  for (let left = u.number(); left > 0; left--) times.set(u.text(), u.number())
}
