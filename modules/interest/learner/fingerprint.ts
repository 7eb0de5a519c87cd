// One hash of a state, equal for equal values in every process: what v8 serialises depends on how a number happens to be kept.
import { createHash } from 'node:crypto'

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
