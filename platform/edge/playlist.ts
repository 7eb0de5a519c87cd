// The LL-HLS playlist (RFC 8216bis) of what a packager holds, and whether a blocking request can be answered yet.
import type { Init, Packager, Part, Segment } from './packager.ts'
import { MAX_SEGMENT_MS } from './packager.ts'

/** Segments whose parts are listed; older ones are played whole. */
const SEGMENTS_WITH_PARTS = 3
const PART_TARGET_MS = 250
const seconds = (ms: number) => (ms / 1000).toFixed(3)

const partTargetMs = (segments: readonly Segment[]) =>
  Math.max(PART_TARGET_MS, ...segments.flatMap((s) => s.parts.map((p) => Math.ceil(p.durationMs))))

export const segmentName = (number: number) => `${number}.m4s`
export const partName = (number: number, part: number) => `${number}.${part}.m4s`

const partLines = (segment: { number: number; parts: readonly Part[] }) =>
  segment.parts.map(
    (part, i) =>
      `#EXT-X-PART:DURATION=${seconds(part.durationMs)},URI="${partName(segment.number, i)}"${part.independent ? ',INDEPENDENT=YES' : ''}`,
  )

/** @param ended the stream is over: players stop asking */
export function writePlaylist(packager: Packager, ended: boolean): string {
  const kept = packager.segments()
  const open = packager.open()
  const all = open ? [...kept, open] : kept
  const targetMs = partTargetMs(all)
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${MAX_SEGMENT_MS / 1000}`,
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(targetMs * 3)}`,
    `#EXT-X-PART-INF:PART-TARGET=${seconds(targetMs)}`,
    `#EXT-X-MEDIA-SEQUENCE:${all[0]?.number ?? packager.nextNumber()}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${packager.discontinuities()}`,
  ]
  let init: Init | null = null
  all.forEach((segment, i) => {
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY')
    if (segment.init !== init) lines.push(`#EXT-X-MAP:URI="${segment.init.name}"`)
    init = segment.init
    if (i === 0 || segment.discontinuity || i >= all.length - 2)
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startedAtMs).toISOString()}`)
    if (i >= all.length - SEGMENTS_WITH_PARTS - 1) lines.push(...partLines(segment))
    if (segment !== open) lines.push(`#EXTINF:${seconds(segment.durationMs)},`, segmentName(segment.number))
  })
  if (ended) lines.push('#EXT-X-ENDLIST')
  else
    lines.push(
      `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${partName(packager.nextNumber(), open?.parts.length ?? 0)}"`,
    )
  return `${lines.join('\n')}\n`
}

/** What a blocking request may ask for: `bad` is too far ahead to be meant. */
export function reloadState(
  packager: Packager,
  number: number,
  part: number | null,
): 'ready' | 'wait' | 'bad' {
  const next = packager.nextNumber()
  if (number < next) return 'ready'
  if (number > next + 1) return 'bad'
  const parts = packager.open()?.parts.length ?? 0
  if (part === null) return 'wait'
  if (part - parts > 3000 / PART_TARGET_MS) return 'bad'
  return number === next && part < parts ? 'ready' : 'wait'
}
