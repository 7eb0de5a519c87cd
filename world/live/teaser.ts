// The evening's video: made by the account that broadcasts, passed by a reviewer, and announcing the room as long as that lasts. One of
// an earlier start is used again.
import type { OutputOf } from '#kernel/contract'
import { announceRoom, listMine, publish } from '#modules/content/contract'
import { decideReview, listReviews } from '#modules/governance/contract'
import { l } from '../catalogue/archetype.ts'
import { openMediaLibrary } from '../media-library.ts'
import type { Person } from './person.ts'
import { archetypeOf, type Stage } from './stage.ts'

const TITLE = l('今晚茶桌见', 'At the tea table tonight')

type Own = OutputOf<typeof listMine>['items'][number]

/** @throws ApiProblem */
export async function announceEvening(host: Person, reviewer: Person, stage: Stage): Promise<void> {
  const { creatorId, roomId } = stage
  const { items } = await host.client.call(listMine, { creatorId, limit: 50 })
  const known = items.find((c) => c.state === 'published' && c.title.zh === TITLE.zh)
  const own = known ?? (await makeVideo(host, reviewer, stage))
  if (own) await host.client.call(announceRoom, { creatorId, contentId: own.contentId, roomId })
}

/** Of the first thing in the bag that was ever filmed as a clip; null where the media are not there. */
async function makeVideo(host: Person, reviewer: Person, { creatorId, room }: Stage): Promise<Own | null> {
  const media = openMediaLibrary()
  for (const { productId, card } of room.bag) {
    const archetype = archetypeOf(card.imageUrl)
    const clip = archetype === undefined ? undefined : media.clipsOf(archetype)[0]
    if (!clip) continue
    const { videoUrl, posterUrl, durationMs, width, height, captions } = clip
    const own = await host.client.call(publish, {
      creatorId,
      title: TITLE,
      caption: l('今晚慢慢聊，喝口热的再走。', 'An unhurried evening. Have something hot before you go.'),
      media: { kind: 'video', videoUrl, posterUrl, durationMs, width, height, captions },
      productIds: [productId],
      tags: card.tags.slice(0, 4),
      categoryId: card.categoryId,
      submit: true,
    })
    if (own.state === 'reviewing') await pass(reviewer, own.contentId)
    return own
  }
  return null
}

async function pass(reviewer: Person, contentId: string): Promise<void> {
  const { items } = await reviewer.client.call(listReviews, { state: 'queued', kind: 'content', limit: 100 })
  const review = items.find((r) => r.objectId === contentId)
  if (review) await reviewer.client.call(decideReview, { reviewId: review.reviewId, verdict: 'passed' })
}
