// The search part of an address as a screen reads it: only the names it knows, only short text, nothing empty.

export const searchOf =
  <K extends string>(...names: K[]) =>
  (raw: Record<string, unknown>): { [P in K]?: string } => {
    const out: { [P in K]?: string } = {}
    for (const name of names) {
      const value = raw[name]
      const text = typeof value === 'number' ? String(value) : value
      if (typeof text === 'string' && text !== '' && text.length <= 120) out[name] = text
    }
    return out
  }

/** The value when it is one of those known. */
export const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find((k) => k === value)
