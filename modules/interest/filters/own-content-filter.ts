// Nobody is recommended what they made themselves.
import { filterBy } from './split.ts'

export const ownContentFilter = filterBy(
  'own-content-filter',
  (query, { content }) => !query.ownCreatorIds.includes(content.creatorId),
)
