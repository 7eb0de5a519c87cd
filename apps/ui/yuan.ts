// Yuan as people type them and minor units as the wire has them. Never a float: the text is read digit by digit.

/** "129.9" → "12990"; null while it is no amount. */
export function readYuan(text: string): string | null {
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim())
  return found ? String(BigInt(found[1]!) * 100n + BigInt((found[2] ?? '').padEnd(2, '0') || '0')) : null
}

/** "12990" → "129.90", "12900" → "129". */
export function writeYuan(minor: string | null): string {
  if (!minor) return ''
  const digits = minor.padStart(3, '0')
  const fraction = digits.slice(-2)
  return fraction === '00' ? digits.slice(0, -2) : `${digits.slice(0, -2)}.${fraction}`
}
