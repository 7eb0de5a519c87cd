// Percent as people type it, basis points as the wire has them; two decimals are the finest there is.

/** "12.5" → 1250; null when it is no rate. */
export function readPercent(text: string): number | null {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(text.trim())
  if (!found) return null
  const bps = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0') || '0')
  return bps <= 10_000 ? bps : null
}

/** 1250 → "12.5". */
export const writePercent = (bps: number): string => String(bps / 100)
