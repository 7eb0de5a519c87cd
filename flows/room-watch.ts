// Rooms whose hooks nobody could tell. A media process that dies by kill -9 says no goodbye, and one whose call met a database that was
// away is not heard: so every 5 s the engine is asked about each room on air, and what it says is what the room becomes.
import type { Live, RoomRow } from '#modules/live'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { LiveEngine } from '#platform/live-engine'

const EVERY_MS = 5_000
/** An engine that does not answer is no missing picture at once: its process is back after a second or two. */
const SILENT_MS = 10_000
/** A silence not heard for so long is another one: this job may have run in another process in between. */
const FORGOTTEN_MS = 20_000
/** Rooms of one run; the next goes on after them. */
const BATCH = 60
const AT_ONCE = 12

type Silence = { sinceMs: number; lastMs: number }
/** What the engine says; null: it cannot say. */
type Answer = 'picture' | 'none' | null

export function createRoomWatch(
  { db, log, clock }: Pick<Deps, 'db' | 'log' | 'clock'>,
  { live }: { live: Live },
  engine: LiveEngine,
): { job: Job; watch: () => Promise<number> } {
  const silences = new Map<string, Silence>()
  let after = ''

  async function ask(roomId: string): Promise<Answer> {
    try {
      return (await engine.health(roomId))?.state === 'live' ? 'picture' : 'none'
    } catch (error) {
      log.warn({ roomId, error: String(error) }, 'the engine does not answer')
      return null
    }
  }

  /** How long it has been silent about this room; an answer ends it. */
  function silentMs(roomId: string, answer: Answer): number {
    if (answer !== null) return (silences.delete(roomId), 0)
    const nowMs = clock.now().getTime()
    const known = silences.get(roomId)
    const isSame = known !== undefined && Math.abs(nowMs - known.lastMs) < FORGOTTEN_MS
    const sinceMs = isSame ? known.sinceMs : nowMs
    silences.set(roomId, { sinceMs, lastMs: nowMs })
    return nowMs - sinceMs
  }

  async function watchOne(room: RoomRow): Promise<boolean> {
    const answer = await ask(room.room_id)
    const isSilent = answer === null
    if (silentMs(room.room_id, answer) < SILENT_MS && isSilent) return false
    return db.transaction((tx) => live.streamWatched(tx, room, answer === 'picture'))
  }

  /** One page of rooms; answers how many it moved. */
  async function watch(): Promise<number> {
    const page = await db.read((tx) => live.roomsToWatch(tx, after, BATCH))
    after = page.length < BATCH ? '' : page.at(-1)!.room_id
    let moved = 0
    for (let i = 0; i < page.length; i += AT_ONCE)
      moved += (await Promise.all(page.slice(i, i + AT_ONCE).map(watchOne))).filter(Boolean).length
    const nowMs = clock.now().getTime()
    for (const [roomId, { lastMs }] of silences)
      if (Math.abs(nowMs - lastMs) > FORGOTTEN_MS) silences.delete(roomId)
    return moved
  }

  // Never 'there is more': a room that changes is asked about again in its own time.
  return { watch, job: { name: 'watch-rooms', everyMs: EVERY_MS, run: async () => (await watch(), 0) } }
}
