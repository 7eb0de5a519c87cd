// Followers and subscribers are told of a programme's next room: when it is planned, and shortly before it begins. Followers are
// content's, notices are live's; a page of people and how far the telling came are one transaction.
import type { Content } from '#modules/content'
import type { Live } from '#modules/live'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'

const EVERY_MS = 5_000
const ROOMS = 20
const PEOPLE = 500

export function createTellFollowers(
  { db }: Pick<Deps, 'db'>,
  { live, content }: { live: Live; content: Content },
  people = PEOPLE,
): { job: Job; tell: () => Promise<number> } {
  /** One page for each telling that is due; answers how many tellings it moved on. */
  async function tell(): Promise<number> {
    const due = await db.read((tx) => live.tellingsDue(tx, ROOMS))
    for (const telling of due)
      await db.transaction((tx) => live.tellPage(tx, telling, content.followersAfter, people))
    return due.length
  }
  return { tell, job: { name: 'tell-followers', everyMs: EVERY_MS, run: tell } }
}
