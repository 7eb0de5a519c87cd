// The learner's state as bytes: structured clone (typed arrays stay typed arrays), then zstd. Ids repeat thousands of times,
// so it shrinks well.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import type { LearnerDump } from './learner.ts'

/** `ahead`: log places beyond the cursor that are already in the state. */
export type State = { learner: LearnerDump; ahead: number[] }

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

export const packState = (state: State): Promise<Uint8Array> =>
  compress(serialize(state), { params: { [constants.ZSTD_c_compressionLevel]: 3 } })

export const unpackState = async (body: Uint8Array): Promise<State> =>
  deserialize(await decompress(body)) as State

/** Equal for equal values, in every process: what v8 serialises depends on how a number happens to be kept. */
export function fingerprintOf(value: unknown): string {
  const hash = createHash('sha256')
  const walk = (v: unknown): void => {
    if (ArrayBuffer.isView(v)) hash.update(`view:${v.byteLength};`).update(v as Uint8Array)
    else if (typeof v === 'object' && v !== null)
      for (const [key, inner] of Object.entries(v)) {
        hash.update(`${key}:`)
        walk(inner)
      }
    else hash.update(`${typeof v}=${String(v)};`)
  }
  walk(value)
  return hash.digest('hex')
}
