// The picture that stands for a content. Apart from its schema, because browsers need it and no schema library.
type Pictured =
  { kind: 'images'; images: readonly { url: string }[] } | { kind: 'video' | 'live'; posterUrl: string }

export const coverOf = (media: Pictured): string =>
  media.kind === 'images' ? media.images[0]!.url : media.posterUrl
