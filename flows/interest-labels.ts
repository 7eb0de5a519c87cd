// Words for what an interest is about: need tags and categories from the shop's lists, creators and shops by their names.
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Content } from '#modules/content'
import type { Identity } from '#modules/identity'
import type { Mute } from '#modules/interest'
import type { Shop } from '#modules/shop'
import type { Tx } from '#platform/database'

export type LabelDoors = { identity: Identity; shop: Shop; content: Content }

const unnamed = (text: string): Localized => ({ zh: text, en: text })

/** `kind:code` → words. What has no name of its own (a tag typed by a creator) is its own label. */
export async function labelTags(
  tx: Tx,
  { identity, shop }: LabelDoors,
  tags: readonly string[],
): Promise<Map<string, Localized>> {
  const parts = [...new Set(tags)].map((tag) => ({
    tag,
    kind: tag.slice(0, tag.indexOf(':')),
    code: tag.slice(tag.indexOf(':') + 1),
  }))
  const creators = parts.filter((p) => p.kind === 'creator').map((p) => p.code as Id<'crt'>)
  const names =
    creators.length > 0 ? await identity.organisationNames(tx, creators) : new Map<string, Localized>()
  return new Map(
    parts.map(({ tag, kind, code }) => {
      const label =
        kind === 'creator' ? names.get(code) : shop.labelOf(kind === 'category' ? 'category' : 'tag', code)
      return [tag, label ?? unnamed(code)]
    }),
  )
}

/** One label for each mute, in order. */
export async function labelMutes(tx: Tx, doors: LabelDoors, mutes: readonly Mute[]): Promise<Localized[]> {
  const { identity, shop, content } = doors
  const orgIds = mutes
    .filter((m) => m.about === 'creator' || m.about === 'shop')
    .map((m) => m.id as Id<'crt'> | Id<'shp'>)
  const contentIds = mutes.filter((m) => m.about === 'content').map((m) => m.id)
  const names =
    orgIds.length > 0 ? await identity.organisationNames(tx, orgIds) : new Map<string, Localized>()
  const titles = new Map(
    (await content.cards(tx, contentIds, null)).map((c) => [c.contentId as string, c.title]),
  )
  return mutes.map((m) => {
    if (m.about === 'category') return shop.labelOf('category', m.id) ?? unnamed(m.id)
    return (m.about === 'content' ? titles.get(m.id) : names.get(m.id)) ?? unnamed(m.id)
  })
}
