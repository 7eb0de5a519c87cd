// Small pieces: tag, dot count, avatar, stepper.
import { Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { useWords } from './provider.tsx'

export type Tone = 'neutral' | 'rose' | 'plum' | 'jade' | 'amber'

export const Tag = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`tag tag-${tone}`}>{children}</span>
)

/** A number on a menu entry; nothing at zero. */
export const Badge = ({ count, label }: { count: number; label: string }) =>
  count > 0 ? (
    <span className="badge num" role="status" aria-label={`${label} ${count}`}>
      {count > 99 ? '99+' : count}
    </span>
  ) : null

/** Round picture; the first letter on a tint where there is none. */
export function Avatar({
  url,
  name,
  size = 40,
}: {
  url: string | null
  name: string
  size?: 20 | 24 | 32 | 40 | 48 | 72
}) {
  return url ? (
    <img
      className={`avatar avatar-${size}`}
      src={url}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
    />
  ) : (
    <span className={`avatar avatar-${size} avatar-letter`} aria-hidden>
      {[...name][0]}
    </span>
  )
}

type StepperProps = {
  value: number
  onChange: (n: number) => void
  min?: number
  max?: number
  label?: string
  disabled?: boolean
}

export function Stepper({ value, onChange, min = 1, max = 200, label, disabled = false }: StepperProps) {
  const w = useWords()
  return (
    <div className="stepper" role="group" aria-label={label ?? w.quantity}>
      <IconButton
        icon={Minus}
        size={16}
        label={w.decrease}
        disabled={disabled || value <= min}
        onClick={() => onChange(value - 1)}
      />
      <output className="num" aria-live="polite">
        {value}
      </output>
      <IconButton
        icon={Plus}
        size={16}
        label={w.increase}
        disabled={disabled || value >= max}
        onClick={() => onChange(value + 1)}
      />
    </div>
  )
}
