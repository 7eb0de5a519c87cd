// The feed's own names in words: its sources, scorers, filters and reasons, and what an interest is about. The log keeps the
// short names; whoever reads it here should not have to know them. One that has no words yet stands as it is.
import { useTranslation } from 'react-i18next'
import { useText } from '#app/ui'
import type zh from '../locales/zh.json'
import { useCategoryName, useTags } from '../app/names.tsx'

type Named = keyof typeof zh.slate.names

export function useFeedWords() {
  const { t, i18n } = useTranslation()
  const text = useText()
  const tags = useTags()
  const categoryName = useCategoryName()
  /** What an interest is about, as `…tag:gift` says it → 送礼. */
  const featureName = (feature: string) => {
    const [, kind, code = feature] = /(tag|category|creator):(.+)$/.exec(feature) ?? []
    const tag = kind === 'tag' ? tags.find((one) => one.id === code) : undefined
    return tag ? text(tag.name) : categoryName(code)
  }
  return {
    nameOf: (name: string) => (i18n.exists(`slate.names.${name}`) ? t(`slate.names.${name as Named}`) : name),
    featureName,
  }
}
