// The picture that stands for a content. Apart from its schema, because browsers need it and no schema library.
import type { ContentMedia } from './content-card.ts'

export const coverOf = (media: ContentMedia): string =>
  media.kind === 'images' ? media.images[0]!.url : media.posterUrl
