// Hearts: one for each of one's own taps, few for a crowd's, none for who asked for stillness.
import { Heart } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount, useLocale } from '#app/ui'
import { prefersStillness } from '../feed/playback.ts'
import { useRoomStore } from './room-context.tsx'
import { useRoom } from './room-hold.ts'

type Rising = { key: number; left: number; hue: number }
const MOST_AT_ONCE = 6
const RISE_MS = 1_600
const OTHERS_EVERY_MS = 900

export function LikeButton() {
  const { t } = useTranslation()
  const locale = useLocale()
  const store = useRoomStore()
  const likes = useRoom(store, (s) => s.likes)
  const [rising, setRising] = useState<readonly Rising[]>([])
  const key = useRef(0)
  const before = useRef(likes)
  const lastAt = useRef(0)
  const rise = useCallback(() => {
    if (prefersStillness()) return
    const one = { key: ++key.current, left: (key.current * 37) % 24, hue: key.current % 3 }
    setRising((all) => [...all, one].slice(-MOST_AT_ONCE))
    setTimeout(() => setRising((all) => all.filter((h) => h.key !== one.key)), RISE_MS)
  }, [])
  useEffect(() => {
    // A crowd's thousand are one heart a second: they are counted, not drawn.
    const grew = likes > before.current && before.current > 0
    before.current = likes
    if (!grew || performance.now() - lastAt.current < OTHERS_EVERY_MS) return
    lastAt.current = performance.now()
    rise()
  }, [likes, rise])
  return (
    <div className="room-like">
      <div className="hearts" aria-hidden>
        {rising.map((h) => (
          <Heart
            key={h.key}
            size={22}
            fill="currentColor"
            strokeWidth={0}
            className={`heart heart-${h.hue}`}
            style={{ '--left': `${h.left - 12}px` } as React.CSSProperties}
          />
        ))}
      </div>
      <button
        type="button"
        className="room-button"

        onClick={() => {
          store.like()
          lastAt.current = performance.now()
          before.current = likes + 1
          rise()
        }}
      >
        <Heart size={24} fill="currentColor" strokeWidth={1.5} aria-hidden />
        <span className="visually-hidden">{t('live.like')}</span>
        {likes > 0 ? <small className="num">{formatCount(likes, locale)}</small> : null}
      </button>
    </div>
  )
}
