// Contents and creators for tests.
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Content, ContentDraft, OwnContent } from './index.ts'

export const aDraft = (changes: Partial<ContentDraft> = {}): ContentDraft => ({
  title: { zh: '一壶热水，随处可得', en: 'Hot water anywhere' },
  caption: { zh: '便携热水壶，三分钟烧开', en: 'A portable kettle that boils in three minutes' },
  media: {
    kind: 'video',
    videoUrl: '/media/clips/kettle.mp4',
    posterUrl: '/media/clips/kettle.webp',
    durationMs: 15_000,
    width: 720,
    height: 1280,
    captions: { zh: '/media/clips/kettle.zh.vtt', en: '/media/clips/kettle.en.vtt' },
  },
  productIds: [],
  tags: ['travel'],
  categoryId: 'kitchen',
  ...changes,
})

export async function aCreator(deps: Deps, content: Content, name = 'Lin'): Promise<Id<'crt'>> {
  const id = deps.ids.next('crt')
  await deps.db.transaction((tx) =>
    content.createCreator(tx, {
      id,
      name: { zh: `达人${name}`, en: name },
      bio: { zh: '', en: '' },
      avatarUrl: null,
      tier: 'tail',
    }),
  )
  return id
}

export async function aPublishedContent(
  deps: Deps,
  content: Content,
  creatorId: Id<'crt'>,
  changes: Partial<ContentDraft> = {},
): Promise<OwnContent> {
  return deps.db.transaction(async (tx) => {
    const [made] = await content.createContents(tx, [{ creatorId, ...aDraft(changes) }], 'reviewing')
    await content.applyReview(tx, made!.contentId, 'passed', null)
    return (await content.contentOf(tx, made!.contentId))!
  })
}
