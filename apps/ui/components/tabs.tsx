// Tabs with panels (arrow keys move), and Segmented: one choice of a few, as radio buttons.
import { Tabs as Radix } from 'radix-ui'
import { useId, type ReactNode } from 'react'

type Tab = { value: string; label: ReactNode; content?: ReactNode }

export function Tabs({
  value,
  onChange,
  tabs,
  label,
}: {
  value: string
  onChange: (v: string) => void
  tabs: Tab[]
  label: string
}) {
  return (
    <Radix.Root className="tabs" value={value} onValueChange={onChange}>
      <Radix.List className="tabs-list" aria-label={label}>
        {tabs.map((t) => (
          <Radix.Trigger key={t.value} value={t.value} className="tabs-tab">
            {t.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((t) => (
        <Radix.Content key={t.value} value={t.value} className="tabs-panel">
          {t.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

type SegmentedProps<T extends string> = {
  value: T
  onChange: (v: T) => void
  options: { value: T; label: string }[]
  label: string
}

export function Segmented<T extends string>({ value, onChange, options, label }: SegmentedProps<T>) {
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className="segmented">
      {options.map((o) => (
        <label key={o.value} className="segmented-option">
          <input type="radio" name={name} checked={o.value === value} onChange={() => onChange(o.value)} />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  )
}
