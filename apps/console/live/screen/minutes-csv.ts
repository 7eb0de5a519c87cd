// The minutes of a room as a CSV file. A cell that a spreadsheet would take for a formula begins with an apostrophe instead; the mark
// at the front tells spreadsheets that it is UTF-8.
import type { ScreenMinute } from '#modules/live/contract'

const KEYS = ['at', 'online', 'entries', 'chats', 'likes', 'orders', 'paid', 'refunded'] as const
export type CsvHead = Record<(typeof KEYS)[number], string>

export const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** "12900" → "129.00": digits, so that a spreadsheet can sum it. */
const major = (minor: string): string => {
  const digits = minor.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export function minutesCsv(minutes: readonly ScreenMinute[], head: CsvHead): string {
  const rows = minutes.map((m) => [
    m.at,
    m.online === null ? '' : String(m.online),
    ...[m.entries, m.chats, m.likes, m.orders].map(String),
    major(m.paidMinor),
    major(m.refundedMinor),
  ])
  return `\uFEFF${[KEYS.map((k) => head[k]), ...rows].map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`
}
