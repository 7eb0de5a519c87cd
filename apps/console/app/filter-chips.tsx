// Saved views of a list, with how many each holds.

type Chip<T extends string> = { value: T; label: string; count?: number | undefined; urgent?: boolean }
type FilterChipsProps<T extends string> = {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly Chip<T>[]
}

export const FilterChips = <T extends string>({ label, value, onChange, options }: FilterChipsProps<T>) => (
  <div className="chips" role="group" aria-label={label}>
    {options.map((o) => (
      <button
        key={o.value}
        type="button"
        aria-pressed={o.value === value}
        data-urgent={(o.urgent && (o.count ?? 0) > 0) || undefined}
        onClick={() => onChange(o.value)}
      >
        {o.label}
        {o.count === undefined ? null : <span className="num">{o.count}</span>}
      </button>
    ))}
  </div>
)
