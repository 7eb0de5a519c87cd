// What a replay's timeline says of its goods: for each product the stretches it was explained in. Pure, for the shopper's page and
// for the desk that cuts clips.
export type Explained = { productId: string; fromMs: number; toMs: number }

type Moment = { atMs: number; event: { kind: string; productId?: string | null } }

/** Shorter than this nobody was told anything: a slip of the finger. */
const MIN_MS = 1_000

/** In their order. A stretch ends with the next product, with 'nothing', or with the replay. */
export function explainedIn(timeline: readonly Moment[], durationMs: number): Explained[] {
  const found: Explained[] = []
  let open: { productId: string; fromMs: number } | null = null
  const close = (toMs: number) => {
    if (open && toMs - open.fromMs >= MIN_MS) found.push({ ...open, toMs })
    open = null
  }
  for (const { atMs, event } of timeline) {
    if (event.kind !== 'explain') continue
    if (open && event.productId === open.productId) continue
    close(atMs)
    if (event.productId) open = { productId: event.productId, fromMs: atMs }
  }
  close(durationMs)
  return found
}

/** 3 725 000 → `1:02:05`; 65 000 → `1:05`. */
export function clockText(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}
