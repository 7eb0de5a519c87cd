// Which picture format a file's first bytes claim. Anything else (SVG and HTML above all) never reaches the decoder.

type Kind = 'jpeg' | 'png' | 'webp'

const startsWith = (bytes: Uint8Array, at: number, ...expected: number[]) =>
  expected.every((b, i) => bytes[at + i] === b)

export function imageKind(bytes: Uint8Array): Kind | null {
  if (startsWith(bytes, 0, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (startsWith(bytes, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (startsWith(bytes, 0, 0x52, 0x49, 0x46, 0x46) && startsWith(bytes, 8, 0x57, 0x45, 0x42, 0x50))
    return 'webp'
  return null
}
