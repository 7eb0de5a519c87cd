// GBK, to write what Alipay writes. Node reads it and does not write it: the table is made by reading every pair of bytes once.
const table = new Map<string, number>()
const decoder = new TextDecoder('gbk')
for (let high = 0x81; high <= 0xfe; high += 1)
  for (let low = 0x40; low <= 0xfe; low += 1) {
    const text = decoder.decode(new Uint8Array([high, low]))
    if (text.length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, (high << 8) | low)
  }

export function gbk(text: string): Buffer {
  const bytes = [...text].flatMap((c) => {
    if (c.charCodeAt(0) < 0x80) return [c.charCodeAt(0)]
    const pair = table.get(c)
    if (pair === undefined) throw new Error(`gbk: ${c}`)
    return [pair >> 8, pair & 255]
  })
  return Buffer.from(bytes)
}
