// Searching a list: on Enter, or half a second after the last letter.
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'

const PAUSE_MS = 500

export function SearchBox({
  value,
  label,
  onSearch,
}: {
  value: string
  label: string
  onSearch: (text: string) => void
}) {
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  useEffect(() => {
    if (draft.trim() === value) return
    const timer = setTimeout(() => onSearch(draft.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft, value, onSearch])
  return (
    <form
      className="search-box"
      role="search"
      aria-label={label}
      onSubmit={(e) => {
        e.preventDefault()
        onSearch(draft.trim())
      }}
    >
      <Search size={16} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={60}
        value={draft}
        onChange={(e) => setDraft(e.target.value)}
      />
    </form>
  )
}
