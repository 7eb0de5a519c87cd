// The pool of three, tied to what is on screen, to sound, captions, pause, the line and to the tab being visible.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale, useToast } from '#app/ui'
import { coverOf } from '#kernel/cover-of'
import { noteClipTime } from './clip-place.ts'
import { createFetchAhead, type Ahead, type FetchAhead } from './fetch-ahead.ts'
import type { FeedEntry } from './feed-store.ts'
import { muteForNow, usePlayback } from './playback.ts'
import { chooseSource } from './rendition.ts'
import { createVideoPool, type Clip, type VideoPool } from './video-pool.ts'

/** The beginning of a clip: its index and its first seconds. */
const AHEAD_BYTES = 512 * 1024
/** Sizes chosen are kept, so that a better line does not change a clip that is already loaded. */
const CHOICES_KEPT = 200

type Connection = { saveData?: boolean; effectiveType?: string; downlink?: number }
const connection = (): Connection => (navigator as { connection?: Connection }).connection ?? {}
const saveData = () => connection().saveData === true

export function useVideoPool(entries: readonly FeedEntry[], index: number, paused: boolean) {
  const { t } = useTranslation()
  const toast = useToast()
  const locale = useLocale()
  const { muted, captions } = usePlayback()
  const [failed, setFailed] = useState<ReadonlySet<string>>(new Set())
  const held = useRef<{ pool: VideoPool; clipOf: ClipOf }>(null)
  held.current ??= create({
    onError: (key) => setFailed((all) => new Set(all).add(key)),
    onForcedMute: () => {
      muteForNow()
      toast(t('feed.soundNeedsTap'))
    },
  })
  const { pool, clipOf } = held.current

  useEffect(() => pool.setMuted(muted), [pool, muted])
  useEffect(() => pool.setCaptions(captions), [pool, captions])
  useEffect(() => pool.setPaused(document.hidden || paused), [pool, paused])
  useEffect(() => {
    const at = (i: number) => clipOf(entries[i], locale)
    pool.hold({
      previous: at(index - 1),
      current: at(index),
      next: at(index + 1),
      ahead: [2, 3].flatMap((by) => aheadOf(entries[index + by], at(index + by))),
    })
  }, [pool, clipOf, entries, index, locale])
  useEffect(() => {
    const onVisibility = () => pool.setPaused(document.hidden || paused)
    document.addEventListener('visibilitychange', onVisibility)
    return () => document.removeEventListener('visibilitychange', onVisibility)
  }, [pool, paused])
  useEffect(() => () => pool.release(), [pool])

  const setHost = useCallback((key: string, host: HTMLElement | null) => pool.setHost(key, host), [pool])
  const retry = useCallback(
    (key: string) => {
      setFailed((all) => new Set([...all].filter((k) => k !== key)))
      pool.retry(key)
    },
    [pool],
  )
  return { setHost, failed, retry }
}

type ClipOf = (entry: FeedEntry | undefined, locale: 'zh' | 'en') => Clip | null

function create(events: { onError: (key: string) => void; onForcedMute: () => void }): {
  pool: VideoPool
  clipOf: ClipOf
} {
  const fetchAhead = createFetchAhead({ now: () => performance.now(), fetchBytes })
  const pool = createVideoPool({
    ...events,
    fetchAhead,
    saveData,
    onTime: (key, host, ms, durationMs) => {
      host?.closest<HTMLElement>('.slide')?.style.setProperty('--progress', String(ms / durationMs))
      noteClipTime(key, ms, durationMs)
    },
  })
  return { pool, clipOf: createClipOf(fetchAhead) }
}

function createClipOf(fetchAhead: FetchAhead): ClipOf {
  const chosen = new Map<string, string>()
  return (entry, locale) => {
    if (entry?.content.media.kind !== 'video') return null
    const { media } = entry.content
    let src = chosen.get(entry.key)
    if (!src) {
      const { effectiveType = null, downlink } = connection()
      src = chooseSource(media, {
        saveData: saveData(),
        measuredKbps: fetchAhead.kbps(),
        effectiveType,
        downlinkKbps: downlink === undefined ? null : downlink * 1000,
        screenHeight: innerHeight * devicePixelRatio,
      })
      chosen.set(entry.key, src)
      if (chosen.size > CHOICES_KEPT) chosen.delete(chosen.keys().next().value!)
    }
    return {
      key: entry.key,
      src,
      captions: media.captions ? media.captions[locale] : null,
      language: locale === 'zh' ? 'zh-CN' : 'en',
    }
  }
}

/** The picture first: it is what a swipe shows at once. */
function aheadOf(entry: FeedEntry | undefined, clip: Clip | null): Ahead[] {
  if (!entry) return []
  return [
    { url: coverOf(entry.content.media), bytes: null },
    ...(clip ? [{ url: clip.src, bytes: AHEAD_BYTES }] : []),
  ]
}

async function fetchBytes({ url, bytes }: Ahead, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, {
    signal,
    priority: 'low',
    ...(bytes === null ? {} : { headers: { range: `bytes=0-${bytes - 1}` } }),
  })
  return (await response.arrayBuffer()).byteLength
}
