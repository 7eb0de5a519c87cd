// Small files for tests of sources, in a folder that goes with the test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Dataset } from '#engine/evaluation/dataset'

/** 1 June 2026. */
export const NOW_MS = Date.UTC(2026, 5, 1)

/** Writes the files (packed where the name ends in .gz) and returns their folder. */
export async function writeFolder(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'serendip-sources-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(content) : content)
  return folder
}

/** Writes one file and returns its path. */
export const writeOne = async (t: TestContext, name: string, content: string | Uint8Array): Promise<string> =>
  join(await writeFolder(t, { [name]: content }), name)

/** `person item action seconds` a row, in the order of the data set. */
export function eventsOf({ people, items, actions, interactions: all }: Dataset): string[] {
  return Array.from({ length: all.length }, (_, i) => {
    const names = [people[all.person[i]!], items[all.item[i]!], actions[all.action[i]!]]
    return `${names.join(' ')} ${all.atMs[i]! / 1_000}`
  })
}
