// Why this stands here: the short true reason, and the way to all of them and to "not interested".
import { Info } from 'lucide-react'
import { useText } from '#app/ui'
import { useSheets } from '../app/sheets.ts'
import type { FeedEntry } from './feed-store.ts'

export function WhyChip({ entry: { slateId, why, position } }: { entry: FeedEntry }) {
  const text = useText()
  const sheets = useSheets()
  const reason = why[0] ? text(why[0].label) : ''
  if (!slateId || !reason) return null
  return (
    <button
      type="button"
      className="why-chip"
      onClick={() => sheets.open({ sheet: 'why', slate: slateId, place: position })}
    >
      <Info size={14} aria-hidden />
      <span>{reason}</span>
    </button>
  )
}
