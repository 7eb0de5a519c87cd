// The pool of three, tied to what is on screen, to sound, captions, pause and to the tab being visible.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale, useToast } from '#app/ui'
import type { FeedEntry } from './feed-store.ts'
import { setPlayback, usePlayback } from './playback.ts'
import { createVideoPool, type Clip, type VideoPool } from './video-pool.ts'

export function useVideoPool(entries: readonly FeedEntry[], index: number, paused: boolean) {
  const { t } = useTranslation()
  const toast = useToast()
  const locale = useLocale()
  const { muted, captions } = usePlayback()
  const [failed, setFailed] = useState<ReadonlySet<string>>(new Set())
  const pool = useRef<VideoPool>(null)
  pool.current ??= createVideoPool({
    onProgress: (host, ratio) =>
      host.closest<HTMLElement>('.slide')?.style.setProperty('--progress', String(ratio)),
    onError: (key) => setFailed((all) => new Set(all).add(key)),
    onForcedMute: () => {
      setPlayback({ muted: true })
      toast(t('feed.soundNeedsTap'))
    },
  })

  useEffect(() => pool.current!.setMuted(muted), [muted])
  useEffect(() => pool.current!.setCaptions(captions), [captions])
  useEffect(() => pool.current!.setPaused(paused), [paused])
  useEffect(() => {
    const clips = [index - 1, index, index + 1].flatMap((i) => clipOf(entries[i], locale))
    const entry = entries[index]
    pool.current!.hold(clips, entry?.content.media.kind === 'video' ? entry.key : null)
  }, [entries, index, locale])
  useEffect(() => {
    const onVisibility = () => pool.current!.setPaused(document.hidden || paused)
    document.addEventListener('visibilitychange', onVisibility)
    return () => document.removeEventListener('visibilitychange', onVisibility)
  }, [paused])
  useEffect(() => () => pool.current!.release(), [])

  const setHost = useCallback((key: string, host: HTMLElement | null) => pool.current!.setHost(key, host), [])
  const retry = useCallback((key: string) => {
    setFailed((all) => new Set([...all].filter((k) => k !== key)))
    pool.current!.retry(key)
  }, [])
  return { setHost, failed, retry }
}

function clipOf(entry: FeedEntry | undefined, locale: 'zh' | 'en'): Clip[] {
  if (entry?.content.media.kind !== 'video') return []
  const { videoUrl, captions } = entry.content.media
  return [
    {
      key: entry.key,
      src: videoUrl,
      captions: captions ? captions[locale] : null,
      language: locale === 'zh' ? 'zh-CN' : 'en',
    },
  ]
}
