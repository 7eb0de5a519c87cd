// The pictures and clips that really exist, by archetype. What the manifest does not list or the disk does not hold is not
// there: a product shows fewer pictures and a content becomes an image post.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Localized } from '#kernel/text'

const FOLDER = join(import.meta.dirname, 'media')
const SERVED_AT = '/media/world/'

export type Picture = { url: string; width: number; height: number; colour: Localized }
export type Clip = {
  videoUrl: string
  posterUrl: string
  captions: { zh: string; en: string } | null
  durationMs: number
  width: number
  height: number
  hook: Localized
}

type Manifest = {
  pictures: {
    archetype: string
    variant: number
    file: string
    width: number
    height: number
    colour: Localized
  }[]
  clips: {
    archetype: string
    file: string
    poster: string
    captions?: { zh: string; en: string }
    durationMs: number
    width: number
    height: number
    hook: Localized
  }[]
  avatars: { file: string; kind: 'creator' | 'shop'; index: number }[]
}

export type MediaLibrary = {
  picturesOf(archetype: string): readonly Picture[]
  clipsOf(archetype: string): readonly Clip[]
  /** Avatars are fewer than creators: they go round. */
  avatarOf(kind: 'creator' | 'shop', index: number): string | null
}

export function openMediaLibrary(): MediaLibrary {
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as Manifest
  const here = (file: string | undefined): file is string =>
    file !== undefined && existsSync(join(FOLDER, file))
  const url = (file: string) => SERVED_AT + file
  const pictures = Map.groupBy(
    manifest.pictures.filter((p) => here(p.file)),
    (p) => p.archetype,
  )
  const clips = Map.groupBy(
    manifest.clips.filter((c) => here(c.file) && here(c.poster)),
    (c) => c.archetype,
  )
  const avatars = Map.groupBy(
    manifest.avatars.filter((a) => here(a.file)).sort((a, b) => a.index - b.index),
    (a) => a.kind,
  )
  return {
    picturesOf: (archetype) =>
      (pictures.get(archetype) ?? [])
        .toSorted((a, b) => a.variant - b.variant)
        .map(({ file, width, height, colour }) => ({ url: url(file), width, height, colour })),
    clipsOf: (archetype) =>
      (clips.get(archetype) ?? []).map(({ file, poster, captions, durationMs, width, height, hook }) => ({
        videoUrl: url(file),
        posterUrl: url(poster),
        durationMs,
        width,
        height,
        hook,
        captions:
          captions && here(captions.zh) && here(captions.en)
            ? { zh: url(captions.zh), en: url(captions.en) }
            : null,
      })),
    avatarOf(kind, index) {
      const own = avatars.get(kind) ?? []
      return own.length === 0 ? null : url(own[index % own.length]!.file)
    },
  }
}
