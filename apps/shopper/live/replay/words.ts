// What a replay says; it comes with its page, not with the first clip.
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import en from './words.en.json' with { type: 'json' }
import zh from './words.zh.json' with { type: 'json' }

i18next.addResourceBundle('zh', 'replay', zh)
i18next.addResourceBundle('en', 'replay', en)

export const useReplayWords = () => useTranslation('replay').t
