// Only what is published and has passed review. Not heard of a verdict means no; flows/feed asks governance once more.
import { isAllowed } from '../catalogue/entries.ts'
import { filterBy } from './split.ts'

export const notAllowedFilter = filterBy('not-allowed-filter', (_query, { content }) => isAllowed(content))
