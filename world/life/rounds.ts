// Couriers come every two hours: all parcels of a round leave (or arrive) one after another, in one transaction. A parcel costs
// the same statements as from the desk, without a begin and a commit of its own.
import { HOUR_MS } from '#kernel/clock'
import { between } from '../draw.ts'
import { later, type Rounds, type Stop } from './cast.ts'

const EVERY_MS = 2 * HOUR_MS

export function createRounds(): Rounds {
  const open = new Map<string, Stop[]>()
  let count = 0
  return {
    join(story, kind, atMs, stop) {
      const roundMs = story.fromMs + Math.ceil((atMs - story.fromMs) / EVERY_MS) * EVERY_MS
      const key = `${kind} ${roundMs}`
      const stops = open.get(key)
      if (stops) return void stops.push(stop)
      open.set(key, [stop])
      // Whoever comes when the round has begun makes a second one at the same hour.
      later(story, `${kind} round ${(count += 1)}`, roundMs, async (choice) => {
        const round = open.get(key)!
        open.delete(key)
        const gaps = round.map(() => between(choice, 20_000, 300_000))
        const { scenes, db } = story.platform
        const times: number[] = []
        await db.transaction(async (tx) => {
          for (const [i, { act }] of round.entries()) {
            scenes.wait(gaps[i]!)
            times[i] = scenes.clock.now().getTime()
            await act(tx)
          }
        })
        round.forEach(({ done }, i) => done(times[i]!, choice))
      })
    },
  }
}
