// A protocol needs data of one kind; with another it says so instead of guessing.
import type { Found } from '../sources/found.ts'
import { SourceError } from '../sources/problems.ts'

export function requireKind<K extends Found['kind']>(
  source: Found,
  kind: K,
  protocol: string,
): Extract<Found, { kind: K }> {
  if (source.kind !== kind)
    throw new SourceError('other-kind', { protocol, found: source.kind, needed: kind })
  return source as Extract<Found, { kind: K }>
}
