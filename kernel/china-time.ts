// China Standard Time, UTC+8 all year: the providers' clocks and the days of their files, whatever zone this process is in.
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** `2026-11-22 23:59:58`, as Alipay and WeChat Pay write it. */
export const chinaTime = (at: Date): string =>
  new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')

/** Null when it is no such time. */
export function parseChinaTime(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null
  const at = new Date(`${text.replace(' ', 'T')}+08:00`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** `2026-11-22`: the day in China. */
export const chinaDay = (at: Date): string => chinaTime(at).slice(0, 10)

/** From its midnight to the next. */
export function chinaDayRange(day: string): { from: Date; to: Date } {
  const from = new Date(`${day}T00:00:00+08:00`)
  return { from, to: new Date(from.getTime() + DAY_MS) }
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
