// What every component may ask: the language. Set once at the root of an app.
import { createContext, useContext, type ReactNode } from 'react'
import { words, type Locale } from '../words.ts'

const LocaleContext = createContext<Locale>('zh')

export const UiProvider = ({ locale, children }: { locale: Locale; children: ReactNode }) => (
  <LocaleContext value={locale}>{children}</LocaleContext>
)

export const useLocale = (): Locale => useContext(LocaleContext)
export const useWords = () => words[useLocale()]

/** The text of two in the reader's language. */
export function useText(): (text: { zh: string; en: string }) => string {
  const locale = useLocale()
  return (text) => text[locale]
}
