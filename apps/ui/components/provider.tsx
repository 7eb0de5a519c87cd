// What every component may ask: the language, and what time it is on the platform, which is not always this machine's.
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { words, type Locale } from '../words.ts'

const LocaleContext = createContext<Locale>('zh')

export const UiProvider = ({ locale, children }: { locale: Locale; children: ReactNode }) => (
  <LocaleContext value={locale}>{children}</LocaleContext>
)

const AheadContext = createContext(0)

/** `now` is the platform's time as last told; its lead over this machine's clock holds until it is told again. */
export function PlatformClock({ now, children }: { now: string; children: ReactNode }) {
  const aheadMs = useMemo(() => Date.parse(now) - Date.now(), [now])
  return <AheadContext value={aheadMs}>{children}</AheadContext>
}

/** The platform's time. */
export function useNow(): Date {
  const aheadMs = useContext(AheadContext)
  return new Date(Date.now() + aheadMs)
}

export const useLocale = (): Locale => useContext(LocaleContext)
export const useWords = () => words[useLocale()]

/** The text of two in the reader's language. */
export function useText(): (text: { zh: string; en: string }) => string {
  const locale = useLocale()
  return (text) => text[locale]
}
