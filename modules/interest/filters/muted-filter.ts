// 'Not interested' means at once and entirely: the content, its creator, its category or its shop.
import { filterBy } from './split.ts'

export const mutedFilter = filterBy(
  'muted-filter',
  ({ settings }, { content }) =>
    settings.muted.length === 0 ||
    !settings.muted.some((m) => {
      if (m.about === 'content') return m.id === content.contentId
      if (m.about === 'creator') return m.id === content.creatorId
      if (m.about === 'category') return m.id === content.category
      return content.shopIds.includes(m.id)
    }),
)
