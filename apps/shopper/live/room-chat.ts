// The lines of the chat as this device shows them: a ring of two hundred, one's own at once and then confirmed or refused. Pure.
import type { ErrorCode } from '#kernel/errors'
import type { ChatLine } from '#kernel/room-frames'

/** `waiting`: written here, not confirmed yet. */
export type ShownLine = ChatLine & { own?: boolean; waiting?: boolean }
/** Why a line was not taken; its text goes back into the box. `untilMs` on the device's own clock. */
export type Refusal = {
  ref: string
  code: ErrorCode | 'NOT_SENT'
  detail: { zh: string; en: string } | null
  text: string
  untilMs: number | null
}

export const MAX_LINES = 200

const ring = (lines: readonly ShownLine[]): readonly ShownLine[] =>
  lines.length > MAX_LINES ? lines.slice(-MAX_LINES) : lines

/** Appends what is not there yet; a line of one's own that comes back is the one already shown. */
export function addLines(
  lines: readonly ShownLine[],
  more: readonly ChatLine[],
  me: string | null,
): readonly ShownLine[] {
  const known = new Set(lines.map((l) => l.id))
  const fresh = more.filter((l) => !known.has(l.id))
  return fresh.length === 0
    ? lines
    : ring([...lines, ...fresh.map((l) => (l.by === me ? { ...l, own: true } : l))])
}

export const writeLine = (lines: readonly ShownLine[], line: ChatLine): readonly ShownLine[] =>
  ring([...lines, { ...line, own: true, waiting: true }])

/** The server took it under `id`; if the room's tick was faster, its copy stands. */
export function confirmLine(lines: readonly ShownLine[], ref: string, id: string): readonly ShownLine[] {
  if (lines.some((l) => l.id === id)) return lines.filter((l) => l.id !== ref)
  return lines.map((l) => {
    if (l.id !== ref) return l
    const { waiting: _, ...rest } = l
    return { ...rest, id }
  })
}

export const removeLines = (lines: readonly ShownLine[], ids: readonly string[]): readonly ShownLine[] =>
  lines.some((l) => ids.includes(l.id)) ? lines.filter((l) => !ids.includes(l.id)) : lines
