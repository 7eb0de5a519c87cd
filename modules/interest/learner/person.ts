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
    settledMs: 0,
  }
}

/** Puts it last; past `max` the oldest goes. */
export function remember(map: Map<string, number>, key: string, atMs: number, max: number): void {
  map.delete(key)
  map.set(key, atMs)
  if (map.size > max) map.delete(map.keys().next().value!)
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
