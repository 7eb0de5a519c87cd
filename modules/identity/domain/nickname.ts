// A first name for somebody who has not given one. Four digits of the id, so that two neighbours are told apart.
import type { Locale } from '#kernel/text'

export function firstNickname(accountId: string, locale: Locale): string {
  const digits = [...accountId.slice(-6)].reduce((sum, c) => (sum * 33 + c.charCodeAt(0)) % 10_000, 7)
  return `${locale === 'zh' ? '偶友' : 'Finder'} ${String(digits).padStart(4, '0')}`
}
