// A contact sheet in a temporary folder, so that whoever changes a model looks at it before it is kept.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { archetypes, variants } from './catalogue.ts'
import { openStudio } from './shoot.ts'

/** Draw the chosen archetypes small, five variants a row, one png for every six rows. */
export async function testSheet(
  only: string[],
  out: string | undefined,
  size: number,
  passes: number,
  chosen: number[],
): Promise<void> {
  const folder = out ?? join(tmpdir(), 'serendip-render')
  mkdirSync(folder, { recursive: true })
  const studio = await openStudio()
  const columns = chosen.length > 0 ? chosen : [...variants]
  let rows: Buffer[][] = []
  let names: string[] = []
  let sheets = 0
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return
    const file = join(folder, `sheet-${only.join('+') || 'all'}-${++sheets}.png`)
    await sharp({
      create: { width: size * columns.length, height: size * rows.length, channels: 3, background: '#fff' },
    })
      .composite(rows.flatMap((row, y) => row.map((input, x) => ({ input, left: x * size, top: y * size }))))
      .png({ compressionLevel: 6 })
      .toFile(file)
    console.log(file, names.join(' '))
    rows = []
    names = []
  }
  for (const subject of archetypes(only)) {
    const row: Buffer[] = []
    for (const variant of columns) {
      try {
        await studio.open({ ...subject, variant }, { width: size, height: size })
        row.push(await (await studio.take({}, passes)).png().toBuffer())
      } catch (error) {
        console.error(
          subject.archetype,
          variant,
          error instanceof Error ? error.message.split('\n')[0] : error,
        )
      }
    }
    rows.push(row)
    names.push(subject.archetype)
    if (rows.length === 6) await flush()
  }
  await flush()
  await studio.close()
}
