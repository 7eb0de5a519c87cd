// What the feed knows of contents, and how it reads a watch: for whoever looks at the log from outside.
import type { Tx } from '#platform/database'
import { createCatalogue } from '../catalogue/catalogue.ts'
import { watchStrength } from '../domain/watch.ts'
import { readChanges } from '../repository.ts'

export type DescribedContent = { contentId: string; features: readonly string[] }

/** Every content there is, with the features by which it is matched, such as `tag:tea`. */
export async function describeContents(tx: Tx): Promise<DescribedContent[]> {
  const changes = await readChanges(tx, '0')
  const catalogue = createCatalogue()
  for (const row of changes.products) catalogue.putProduct(row)
  for (const row of changes.contents) catalogue.putContent(row)
  return changes.contents.flatMap(({ id }) => {
    const content = catalogue.content(id)
    return content ? [{ contentId: id, features: content.features.map(({ key }) => key) }] : []
  })
}

/** Whether somebody who looked so long liked what there was; times in milliseconds, `durationMs` null for what does not play. */
export const isEnjoyed = (dwellMs: number | null, durationMs: number | null): boolean =>
  dwellMs !== null && watchStrength(dwellMs, durationMs) > 0
