// Rules for an edge without rooms, for tests and benches only: one key opens every stream, what happened is written down in order.
import type { LiveHooks, RecordedSegment } from '#platform/live-engine'

export type Happening =
  | { kind: 'started'; stream: string; resumed: boolean; session: string }
  | { kind: 'interrupted'; stream: string; reason: string; session: string }
  | { kind: 'lost'; stream: string }
export type OpenHooks = {
  hooks: LiveHooks
  happened: Happening[]
  segments: RecordedSegment[]
  asked: { stream: string; key: string }[]
  /** Streams that are over: nobody may publish them. */
  ended: Set<string>
}

export function openHooks(rightKey: string): OpenHooks {
  const happened: Happening[] = []
  const segments: RecordedSegment[] = []
  const asked: OpenHooks['asked'] = []
  const ended = new Set<string>()
  return {
    happened,
    segments,
    asked,
    ended,
    hooks: {
      async mayPublish({ stream, key }) {
        asked.push({ stream, key })
        if (key !== rightKey) return 'WRONG_KEY'
        return ended.has(stream) ? 'ROOM_ENDED' : null
      },
      async onStarted({ stream, resumed, session }) {
        happened.push({ kind: 'started', stream, resumed, session })
      },
      async onInterrupted({ stream, reason, session }) {
        happened.push({ kind: 'interrupted', stream, reason, session })
      },
      async onLost({ stream }) {
        happened.push({ kind: 'lost', stream })
      },
      async onSegment(segment) {
        segments.push(segment)
      },
    },
  }
}
