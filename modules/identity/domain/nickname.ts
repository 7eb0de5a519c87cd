// A first name for somebody who has not given one. Four digits of the id, so that two neighbours are told apart.
import type { Locale } from '#kernel/text'

export function firstNickname(accountId: string, locale: Locale): string {
  let digits = 7
  for (const c of accountId.slice(-6)) digits = (digits * 33 + c.charCodeAt(0)) % 10_000
  return `${locale === 'zh' ? '偶友' : 'Finder'} ${String(digits).padStart(4, '0')}`
}
