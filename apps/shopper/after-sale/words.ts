// What after-sale pages say; it comes with them, not with the first clip.
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import en from './words.en.json' with { type: 'json' }
import zh from './words.zh.json' with { type: 'json' }

i18next.addResourceBundle('zh', 'afterSale', zh)
i18next.addResourceBundle('en', 'afterSale', en)

export const useCaseWords = () => useTranslation('afterSale').t
