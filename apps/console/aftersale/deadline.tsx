// How long is left before the clock decides, by the platform's clock; in rose when less than half a day.
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime, Tag, useNow } from '#app/ui'

const MINUTE_MS = 60_000
const SOON_MINUTES = 12 * 60

export function Deadline({ at }: { at: string }) {
  const { t } = useTranslation()
  const now = useNow()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), MINUTE_MS / 2)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.floor((Date.parse(at) - now.getTime()) / MINUTE_MS)
  const parts = { d: Math.floor(minutes / 1440), h: Math.floor(minutes / 60) % 24, m: minutes % 60 }
  const left =
    minutes <= 0
      ? t('afterSale.left.over')
      : parts.d > 0
        ? t('afterSale.left.days', parts)
        : t('afterSale.left.hours', parts)
  return (
    <span className="deadline">
      <Tag tone={minutes < SOON_MINUTES ? 'rose' : 'neutral'}>
        <span className="num">{left}</span>
      </Tag>
      <small className="muted">
        <DateTime at={at} />
      </small>
    </span>
  )
}
