// The learner's state as bytes: structured clone (typed arrays stay typed arrays), then zstd. Ids repeat thousands of times,
// so it shrinks well. The engine's part is packed where the engine is, and stands behind it as it came.
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import type { ExposureDump } from './exposure-spread.ts'
import type { LearnerDump } from './learner.ts'

/**
 * `ahead`: log places beyond the cursor that are already in the learner's state (not in the engine's). `exposure`: what was promised and
 * is owed; beside the learner's state because serving moves it and not the log, so that a replay neither gives it back nor is held
 * against it.
 */
export type State = { learner: LearnerDump; ahead: number[]; exposure?: ExposureDump }

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
/** The length of the first part stands before it. */
const WORD = 4

export async function packState(state: State, engine: Uint8Array): Promise<Uint8Array> {
  const own = await compress(serialize(state), { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
  const all = Buffer.allocUnsafe(WORD + own.length + engine.length)
  all.writeUInt32LE(own.length, 0)
  all.set(own, WORD)
  all.set(engine, WORD + own.length)
  return all
}

export async function unpackState(body: Uint8Array): Promise<State & { engine: Uint8Array }> {
  const { own, engine } = partsOf(body)
  return { ...(deserialize(await decompress(own)) as State), engine }
}

/** Without a look at the rest. */
export const enginePart = (body: Uint8Array): Uint8Array => partsOf(body).engine

function partsOf(body: Uint8Array): { own: Uint8Array; engine: Uint8Array } {
  const length = Buffer.from(body.buffer, body.byteOffset, body.byteLength).readUInt32LE(0)
  if (WORD + length > body.length) throw new RangeError('a snapshot that ends too soon')
  return { own: body.subarray(WORD, WORD + length), engine: body.subarray(WORD + length) }
}
