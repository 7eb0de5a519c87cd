// What paying says; it comes with the checkout, not with the first clip.
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import en from './words.en.json' with { type: 'json' }
import zh from './words.zh.json' with { type: 'json' }

i18next.addResourceBundle('zh', 'paying', zh)
i18next.addResourceBundle('en', 'paying', en)

export const usePayWords = () => useTranslation('paying').t
