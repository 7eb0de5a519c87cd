// The app's words. One language is loaded at start, the other when it is chosen; types come from zh.json, so a key that does
// not exist does not compile, and a test holds en.json to the same keys.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Locale } from '#app/ui'
import type afterSale from '../after-sale/words.zh.json'
import type paying from '../checkout/words.zh.json'
import type replay from '../live/replay/words.zh.json'
import type zh from '../locales/zh.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof zh
      afterSale: typeof afterSale
      paying: typeof paying
      replay: typeof replay
    }
  }
}

const KEY = 'serendip.locale'
const TAG = { zh: 'zh-CN', en: 'en' } as const
const load = {
  zh: () => import('../locales/zh.json'),
  en: () => import('../locales/en.json'),
}

export const currentLocale = (): Locale =>
  i18next.isInitialized ? (i18next.language === 'en' ? 'en' : 'zh') : firstLocale()

/** What was chosen on this device, else the browser's first language. */
function firstLocale(): Locale {
  const kept = localStorage.getItem(KEY)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export async function startI18n(): Promise<void> {
  const locale = firstLocale()
  const words = await load[locale]()
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: { translation: words.default } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  tellDocument(locale)
}

export async function changeLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEY, locale)
  if (!i18next.hasResourceBundle(locale, 'translation')) {
    i18next.addResourceBundle(locale, 'translation', (await load[locale]()).default)
  }
  await i18next.changeLanguage(locale)
  tellDocument(locale)
}

function tellDocument(locale: Locale): void {
  document.documentElement.lang = TAG[locale]
}
