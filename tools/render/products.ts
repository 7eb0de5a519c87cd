// The product pictures: five square webp of every archetype.
// The manifest is kept after every archetype, so a run that is stopped loses one product and not the afternoon.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { archetypes, variants } from './catalogue.ts'
import { keepInManifest, mediaFolder, type Picture } from './manifest.ts'
import { openStudio } from './shoot.ts'

const side = 800
const passes = 5

export async function renderProducts(only: string[], out?: string): Promise<void> {
  const media = mediaFolder(out)
  mkdirSync(join(media, 'products'), { recursive: true })
  const studio = await openStudio()
  for (const subject of archetypes(only)) {
    const pictures: Picture[] = []
    const started = performance.now()
    for (const variant of variants) {
      const file = `products/${subject.archetype}-${variant}.webp`
      try {
        const info = await studio.open({ ...subject, variant }, { width: side, height: side })
        const picture = await studio.take({}, passes)
        const written = await picture
          .webp({ quality: 88, effort: 5, smartSubsample: true })
          .toFile(join(media, file))
        pictures.push({
          archetype: subject.archetype,
          category: subject.category,
          variant,
          file,
          width: side,
          height: side,
          bytes: written.size,
          ...{ palette: info.palette, colour: info.colour },
        })
      } catch (error) {
        console.error(file, error instanceof Error ? error.message.split('\n')[0] : error)
      }
    }
    keepInManifest(media, { pictures })
    console.log(
      subject.archetype,
      pictures.map((p) => `${Math.round(p.bytes / 1024)}k`).join(' '),
      `${Math.round(performance.now() - started)} ms`,
    )
  }
  await studio.close()
}
