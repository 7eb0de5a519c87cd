// A live content lasts as long as its room is on air; the room says so itself, sooner than its withdrawal is heard of.
import { filterBy } from './split.ts'

export const roomOverFilter = filterBy(
  'room-over-filter',
  ({ rooms }, { content }) => content.kind !== 'live' || rooms.has(content.contentId),
)
