// Rows → what the contract answers.
import type { AuthorCard, ContentCard } from '#kernel/content-card'
import type { AuthorProfile, CreatorProfile, OwnContent } from '../contract.ts'
import { actionsIn } from '../domain/content-state.ts'
import type { AuthorCardRow, AuthorRow, Creator } from '../repository/creators.ts'
import type { CardRow, Counters, Item } from '../repository/items.ts'

const counters = (c: Counters) => ({
  views: Number(c.views),
  likes: Number(c.likes),
  comments: Number(c.comments),
  shares: Number(c.shares),
})

export const toCard = (r: CardRow): ContentCard => ({
  contentId: r.id,
  author: {
    creatorId: r.creator_id,
    name: r.author_name,
    avatarUrl: r.avatar_url,
    followedByViewer: r.followed,
  },
  title: r.title,
  caption: r.caption,
  media: r.media,
  tags: r.tags,
  categoryId: r.category_id,
  productIds: r.product_ids,
  counters: counters(r),
  likedByViewer: r.liked,
  publishedAt: r.published_at.toISOString(),
  ...(r.announces_room ? { announcesRoomId: r.announces_room } : {}),
})

export const toOwnContent = (i: Item): OwnContent => ({
  contentId: i.id,
  creatorId: i.creator_id,
  state: i.state,
  actions: actionsIn(i.state),
  version: i.version,
  title: i.title,
  caption: i.caption,
  media: i.media,
  productIds: i.product_ids,
  tags: i.tags,
  categoryId: i.category_id,
  counters: counters(i),
  rejectedRuleId: i.rejected_rule_id,
  checks: i.checks,
  fromRoom: i.from_room,
  announcesRoomId: i.announces_room,
  publishAt: i.publish_at?.toISOString() ?? null,
  createdAt: i.created_at.toISOString(),
  publishedAt: i.published_at?.toISOString() ?? null,
})

export const toCreatorProfile = (c: Creator): CreatorProfile => ({
  creatorId: c.id,
  version: c.version,
  name: c.name,
  bio: c.bio,
  avatarUrl: c.avatar_url,
  tier: c.tier,
  followers: Number(c.followers),
  createdAt: c.created_at.toISOString(),
})

export const toAuthorProfile = (r: AuthorRow): AuthorProfile => ({
  creatorId: r.id,
  name: r.name,
  avatarUrl: r.avatar_url,
  followedByViewer: r.followed,
  bio: r.bio,
  tier: r.tier,
  followers: Number(r.followers),
  contents: Number(r.contents),
  likes: Number(r.likes),
})

export const toAuthorCard = (r: AuthorCardRow): AuthorCard => ({
  creatorId: r.id,
  name: r.name,
  avatarUrl: r.avatar_url,
  followedByViewer: r.followed,
})
