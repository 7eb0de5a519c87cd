// TikTok: pairs of person and item without times in three parts, and vectors of what the items look and sound like.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toRagged, type Matrix, type Ragged } from '#engine/evaluation/shapes'
import type { SetAdapter } from '../found.ts'
import { SourceError } from '../problems.ts'
import { createLists } from './split-lists.ts'

const VECTORS = /^(\w+)_feat\.(\d+)x(\d+)\.f32$/

export const tiktokMm: SetAdapter = {
  name: 'tiktok-mm',
  files: ['trn.tsv.gz', 'val.tsv.gz', 'tst.tsv.gz'],
  async read(folder, reading) {
    const lists = createLists(reading)
    const parts: number[][][] = []
    for (const part of ['trn', 'val', 'tst'])
      parts.push(...(await lists.read([join(folder, `${part}.tsv.gz`)])))
    const itemVectors: Record<string, Matrix> = {}
    for (const file of (await readdir(folder)).sort()) {
      const [, name, rows, width] = VECTORS.exec(file) ?? []
      if (name) itemVectors[name] = await readMatrix(join(folder, file), Number(rows), Number(width))
    }
    const counts = lists.counts()
    const itemCount = Math.max(counts.itemCount, ...Object.values(itemVectors).map((m) => m.rows))
    const [train, validation, test] = parts.map((part): Ragged[] => [toRagged(part, counts.personCount)])
    const split = {
      name: 'tiktok-mm',
      actions: ['view'],
      personCount: counts.personCount,
      itemCount,
      itemVectors,
    }
    return {
      found: { kind: 'split', split: { ...split, train: train!, validation: validation!, test: test! } },
      rows: lists.rows(),
    }
  },
}

/** Little-endian 32-bit floats, row by row. */
async function readMatrix(path: string, rows: number, width: number): Promise<Matrix> {
  const bytes = await readFile(path)
  const length = rows * width
  const damaged = (reason: string) => new SourceError('damaged-file', { file: path, reason })
  if (bytes.length !== length * 4)
    throw damaged(`${bytes.length} bytes where ${rows} × ${width} floats are ${length * 4}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const values = Float32Array.from({ length }, (_, i) => view.getFloat32(i * 4, true))
  if (!values.every(Number.isFinite)) throw damaged('a value is not a number')
  return { rows, width, values }
}
