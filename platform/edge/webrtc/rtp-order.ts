// Puts RTP packets of one source back in order and says when one is missing for good. Why a short hold: NACK brings most lost
// packets back within a round trip; a picture is worth that wait, the crowd is not worth more.

export type RtpLike = {
  header: { sequenceNumber: number; timestamp: number; marker: boolean }
  payload: Buffer
}
export type Ordered<P> = { packet: P; lostBefore: boolean }

/** Distance from `from` to `to` in 16-bit serial arithmetic: −32,768 … 32,767 (RFC 1982). */
export const sequenceDistance = (from: number, to: number): number =>
  ((((to - from) & 0xffff) + 0x8000) & 0xffff) - 0x8000

export type RtpOrder<P> = { push(packet: P, nowMs: number): Ordered<P>[]; held(): number }

export const createRtpOrder = <P extends RtpLike>({ holdMs = 150, holdPackets = 512 } = {}): RtpOrder<P> => {
  const waiting = new Map<number, P>()
  let next: number | null = null
  let gapSinceMs: number | null = null
  let lost = false

  const drain = (): Ordered<P>[] => {
    const out: Ordered<P>[] = []
    for (;;) {
      const packet = next === null ? undefined : waiting.get(next)
      if (!packet || next === null) break
      waiting.delete(next)
      next = (next + 1) & 0xffff
      out.push({ packet, lostBefore: lost })
      lost = false
    }
    return out
  }

  const skip = () => {
    const from = next ?? 0
    let nearest: number | null = null
    for (const sequence of waiting.keys())
      if (nearest === null || sequenceDistance(from, sequence) < sequenceDistance(from, nearest))
        nearest = sequence
    if (nearest !== null) next = nearest
    lost = true
  }

  return {
    push(packet, nowMs) {
      const sequence = packet.header.sequenceNumber
      next ??= sequence
      const ahead = sequenceDistance(next, sequence)
      if (ahead < -holdPackets || ahead > 4 * holdPackets) {
        // A source that began again somewhere else: what was waited for does not come any more.
        waiting.clear()
        next = sequence
        lost = true
      } else if (ahead < 0) return []
      waiting.set(sequence, packet)
      const out = drain()
      if (waiting.size === 0) {
        gapSinceMs = null
        return out
      }
      if (out.length > 0) gapSinceMs = nowMs
      gapSinceMs ??= nowMs
      if (nowMs - gapSinceMs < holdMs && waiting.size < holdPackets) return out
      skip()
      gapSinceMs = null
      out.push(...drain())
      if (waiting.size > 0) gapSinceMs = nowMs
      return out
    },
    held: () => waiting.size,
  }
}
