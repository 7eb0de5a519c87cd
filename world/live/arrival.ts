// How somebody of the demo comes to the evening: they swipe, and what they were shown is told the way every client tells it. Who meets the
// room's card, or a video that leads there, comes in by it; who meets neither was told of it by somebody.
import { systemClock } from '#kernel/clock'
import { createIds, type Id } from '#kernel/ids'
import type { Random } from '#kernel/random'
import type { TrafficSource } from '#kernel/room-frames'
import { getFeed } from '#modules/interest/contract'
import { record } from '#modules/signals/contract'
import { chance } from '../draw.ts'
import type { Person } from './person.ts'

export type Arrival = { source: TrafficSource; contentId?: Id<'cnt'> }

/** Of those who come, so many have the feed open; the others were sent the address. */
const SWIPES = 0.85
const SLATES = 4
const SLATE = 12

/** @throws ApiProblem */
export async function arriveAtRoom({ client }: Person, roomId: Id<'rom'>, random: Random): Promise<Arrival> {
  if (!chance(random, SWIPES)) return { source: 'share' }
  const ids = createIds(systemClock, random)
  for (let n = 0; n < SLATES; n++) {
    const { slateId, items } = await client.call(getFeed, { surface: 'recommend', count: SLATE })
    const met = items.findIndex((i) => leadsTo(i.content, roomId))
    const seen = met < 0 ? items : items.slice(0, met + 1)
    const at = new Date().toISOString()
    if (seen.length > 0)
      await client.call(record, {
        items: seen.map(({ position, content }) => ({
          id: ids.next('sig'),
          kind: 'impression' as const,
          at,
          slateId,
          position,
          contentId: content.contentId,
        })),
      })
    const way = met < 0 ? null : leadsTo(items[met]!.content, roomId)
    if (way) return way
    if (items.length < SLATE) break
  }
  return { source: 'share' }
}

type Card = {
  contentId: Id<'cnt'>
  media: { kind: string; roomId?: string }
  announcesRoomId?: string
  authorRoomId?: string
}

function leadsTo({ contentId, media, announcesRoomId, authorRoomId }: Card, roomId: string): Arrival | null {
  if (media.kind === 'live') return media.roomId === roomId ? { source: 'feed' } : null
  if (announcesRoomId === roomId) return { source: 'video', contentId }
  return authorRoomId === roomId ? { source: 'author', contentId } : null
}
