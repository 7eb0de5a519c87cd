/** The list with the one at `from` taken out and put where `to` was. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, i) => i !== from)
  return rest.toSpliced(to, 0, list[from]!)
}
