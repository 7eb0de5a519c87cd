// The engine's state as bytes: a head (who has which row), then every column as it is, compressed together. Columns are copied piece by
// piece, so that whoever is served between two pieces waits for a millisecond and not for a gigabyte; the compression is done by
// threads of Node's own, from the copy.
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import type { EngineDump, InterestEngine } from '#engine'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Gives way to whatever else waits, between two pieces of a long piece of work. */
export type Pause = () => Promise<unknown>
type Forgotten = readonly (readonly [person: string, atMs: number])[]
type Head = { rows: Omit<EngineDump, 'columns'>; forgotten: Forgotten; columns: readonly [string, number][] }

/** Copied at once: about a millisecond. */
const PIECE_BYTES = 4 * 2 ** 20
const WORD = 4

/** `copied` is told once the state is copied; from then on it may change. */
export async function packEngine(
  engine: InterestEngine,
  forgotten: Forgotten,
  pause?: Pause,
  copied: () => void = () => {},
): Promise<Uint8Array> {
  const columns: [string, number][] = []
  for (const name of engine.columns.shared.keys()) {
    columns.push([name, engine.columns.used(name)])
    if (pause) await pause()
  }
  const { columns: _, ...rows } = engine.dump({})
  const head = serialize({ rows, forgotten, columns } satisfies Head)
  const all = Buffer.allocUnsafeSlow(WORD + head.length + columns.reduce((sum, [, used]) => sum + used, 0))
  all.writeUInt32LE(head.length, 0)
  all.set(head, WORD)
  let at = WORD + head.length
  for (const [name, used] of columns) {
    const column = new Uint8Array(engine.columns.shared.get(name)!)
    for (let from = 0; from < used; from += PIECE_BYTES) {
      const piece = column.subarray(from, Math.min(used, from + PIECE_BYTES))
      all.set(piece, at)
      at += piece.length
      if (pause) await pause()
    }
  }
  copied()
  return compress(all, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
}

export async function unpackEngine(
  packed: Uint8Array,
): Promise<{ engine: EngineDump; forgotten: Forgotten }> {
  const all = await decompress(packed)
  const headLength = all.readUInt32LE(0)
  const head = deserialize(all.subarray(WORD, WORD + headLength)) as Head
  let at = WORD + headLength
  const columns: EngineDump['columns'] = {}
  for (const [name, used] of head.columns) {
    if (at + used > all.length) throw new RangeError(`unpackEngine: ${name} ends too soon`)
    columns[name] = new Uint8Array(all.buffer as ArrayBuffer, all.byteOffset + at, used)
    at += used
  }
  return { engine: { ...head.rows, columns }, forgotten: head.forgotten }
}
