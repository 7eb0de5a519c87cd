// How long is left, and until when, by the platform's clock.
import { useEffect, useState } from 'react'
import { formatDateTime, useLocale, useNow } from '#app/ui'
import { useCaseWords } from './words.ts'

const MINUTE_MS = 60_000

export function Deadline({ at }: { at: string }) {
  const w = useCaseWords()
  const locale = useLocale()
  const now = useNow()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), MINUTE_MS / 2)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.floor((Date.parse(at) - now.getTime()) / MINUTE_MS)
  const parts = { d: Math.floor(minutes / 1440), h: Math.floor(minutes / 60) % 24, m: minutes % 60 }
  const left = minutes <= 0 ? w('left.over') : parts.d > 0 ? w('left.days', parts) : w('left.hours', parts)
  return (
    <span className="num">
      <b>{left}</b> <span className="muted">({w('due', { at: formatDateTime(at, locale, now) })})</span>
    </span>
  )
}
