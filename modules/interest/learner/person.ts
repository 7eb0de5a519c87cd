// One person's state: the last events, two profiles, what was seen, served and bought.
import { createProfile, createRing, type Profile, type ProfileDump, type Ring } from '#engine'
import type { OutcomeKind } from '../domain/outcome.ts'
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
  /** productId → last time. */
  bought: Map<string, number>
  /** Settings made up to this moment have been applied to the profiles. */
  settledMs: number
}

export type PersonDump = {
  ring: PersonEvent[]
  long: ProfileDump
  instant: ProfileDump
  seen: [string, number][]
  bought: [string, number][]
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

/** `served` is not kept: after a restart what was never looked at may come again. */
export const dumpPerson = (p: Person): PersonDump => ({
  ring: p.ring.toArray(),
  long: p.long.dump(),
  instant: p.instant.dump(),
  seen: [...p.seen],
  bought: [...p.bought],
  settledMs: p.settledMs,
})

export function restorePerson(d: PersonDump): Person {
  const p = createPerson()
  for (const e of d.ring) p.ring.push(e)
  p.long.restore(d.long)
  p.instant.restore(d.instant)
  for (const [id, at] of d.seen) p.seen.set(id, at)
  for (const [id, at] of d.bought) p.bought.set(id, at)
  p.settledMs = d.settledMs
  return p
}
