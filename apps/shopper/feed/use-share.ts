// Sharing: the phone's own sheet where there is one, else the link on the clipboard.
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useText, useToast } from '#app/ui'
import type { FeedEntry } from './feed-store.ts'
import { countShare } from './social.ts'

export function useShare(): (entry: FeedEntry) => Promise<void> {
  const { t } = useTranslation()
  const text = useText()
  const toast = useToast()
  return useCallback(
    async (entry) => {
      const { media, contentId } = entry.content
      const url = `${location.origin}/${media.kind === 'live' ? `live/${media.roomId}?from=share` : `c/${contentId}`}`
      try {
        if (navigator.share) await navigator.share({ title: text(entry.content.title), url })
        else {
          await navigator.clipboard.writeText(url)
          toast({ text: t('feed.linkCopied'), tone: 'good' })
        }
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') return // closed without sharing
        toast({ text: t('feed.linkIs', { url }) })
        return
      }
      await countShare(entry).catch(() => {}) // the link is shared either way; only the count is late
    },
    [t, text, toast],
  )
}
