// Likes, follows and counts as the viewer just changed them, over what a card said when it was served. One place, so that the
// feed, the author's page and a shared link agree; a change is shown at once and taken back if the server refuses it.
import { useSyncExternalStore } from 'react'
import type { ContentCard } from '#kernel/content-card'
import { follow, like, share, unfollow, unlike } from '#modules/content/contract'
import { api } from '../app/api.ts'
import type { FeedEntry } from './feed-store.ts'
import { tell } from './feeds.ts'

type ContentState = { liked: boolean; likes: number; comments: number; shares: number }

const contents = new Map<string, Partial<ContentState>>()
const follows = new Map<string, boolean>()
const listeners = new Set<() => void>()
let version = 0

function changed(): void {
  version += 1
  for (const l of listeners) l()
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const useVersion = () => useSyncExternalStore(subscribe, () => version)

const stateOf = (card: ContentCard): ContentState => ({
  liked: card.likedByViewer,
  likes: card.counters.likes,
  comments: card.counters.comments,
  shares: card.counters.shares,
  ...contents.get(card.contentId),
})

function setContent(contentId: string, change: Partial<ContentState>): void {
  contents.set(contentId, { ...contents.get(contentId), ...change })
  changed()
}

export function useContentState(card: ContentCard): ContentState {
  useVersion()
  return stateOf(card)
}

/** Whether the item on screen is liked; false while there is none. */
export function useLiked(card: ContentCard | undefined): boolean {
  useVersion()
  return card ? stateOf(card).liked : false
}

export function useFollowed(author: ContentCard['author']): boolean {
  useVersion()
  return follows.get(author.creatorId) ?? author.followedByViewer
}

/** @throws ApiProblem after taking the change back */
export async function setLike(entry: FeedEntry, on: boolean): Promise<void> {
  const { content } = entry
  const before = stateOf(content)
  if (before.liked === on) return
  setContent(content.contentId, { liked: on, likes: Math.max(0, before.likes + (on ? 1 : -1)) })
  tell(entry, on ? 'like' : 'unlike')
  try {
    const { liked, likes } = await api.call(on ? like : unlike, { contentId: content.contentId })
    setContent(content.contentId, { liked, likes })
  } catch (error) {
    setContent(content.contentId, { liked: before.liked, likes: before.likes })
    throw error
  }
}

/** @throws ApiProblem after taking the change back */
export async function setFollow(authorId: string, on: boolean, entry: FeedEntry | null): Promise<void> {
  const before = follows.get(authorId)
  follows.set(authorId, on)
  changed()
  if (on && entry) tell(entry, 'follow')
  try {
    await api.call(on ? follow : unfollow, { authorId })
  } catch (error) {
    if (before === undefined) follows.delete(authorId)
    else follows.set(authorId, before)
    changed()
    throw error
  }
}

export async function countShare(entry: FeedEntry): Promise<void> {
  tell(entry, 'share')
  const { shares } = await api.call(share, { contentId: entry.content.contentId })
  setContent(entry.content.contentId, { shares })
}

export function countComment(contentId: string, comments: number): void {
  setContent(contentId, { comments })
}

/** Another person: nothing of this is theirs. */
export function forgetSocial(): void {
  contents.clear()
  follows.clear()
  changed()
}
