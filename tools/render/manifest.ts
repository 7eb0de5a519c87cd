// The list of what the studio made. Other parts of the world read names and colours here and never guess a file.
// Entries are merged by file, so that one archetype can be made again without losing the others.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './browser.ts'

export type Words = { zh: string; en: string }
export type Picture = {
  archetype: string
  category: string
  variant: number
  file: string
  width: number
  height: number
  bytes: number
  palette: { product: string; backdrop: string }
  colour: Words
}
export type Clip = {
  archetype: string
  category: string
  variant: number
  file: string
  poster: string
  captions: Words
  durationMs: number
  width: number
  height: number
  bytes: number
  hook: Words
}
export type Avatar = { file: string; kind: 'creator' | 'shop'; index: number; bytes: number; mark: string }
export type Manifest = { licence: string; pictures: Picture[]; clips: Clip[]; avatars: Avatar[] }

export const mediaFolder = (out: string | undefined): string => out ?? join(root, 'world', 'media')

export function readManifest(folder: string): Manifest {
  const file = join(folder, 'manifest.json')
  const empty: Manifest = { licence: 'LICENSE.md', pictures: [], clips: [], avatars: [] }
  return existsSync(file)
    ? { ...empty, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest>) }
    : empty
}

/** Replace the entries that were made again, keep the rest, sort by file. */
export function keepInManifest(folder: string, made: Partial<Omit<Manifest, 'licence'>>): void {
  const old = readManifest(folder)
  const merge = <T extends { file: string }>(before: T[], after: T[] = []): T[] => {
    const byFile = new Map([...before, ...after].map((entry) => [entry.file, entry]))
    return [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
  }
  const next: Manifest = {
    licence: old.licence,
    pictures: merge(old.pictures, made.pictures),
    clips: merge(old.clips, made.clips),
    avatars: merge(old.avatars, made.avatars),
  }
  const lines = (list: object[]): string => list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')
  const part = (name: keyof Omit<Manifest, 'licence'>): string => `  "${name}": [\n${lines(next[name])}\n  ]`
  const text = `{\n  "licence": ${JSON.stringify(next.licence)},\n${[part('pictures'), part('clips'), part('avatars')].join(',\n')}\n}\n`
  writeFileSync(join(folder, 'manifest.json'), text)
}
