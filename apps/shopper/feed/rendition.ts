// Which size of a clip to play: the largest that this line carries with room to spare and this screen can show. Pure.
import type { ContentMedia } from '#kernel/content-card'

export type Line = {
  saveData: boolean
  /** Measured while fetching ahead; null before that. */
  measuredKbps: number | null
  /** What the browser says (navigator.connection). */
  effectiveType: string | null
  downlinkKbps: number | null
  /** Lines of pixels the stage has. */
  screenHeight: number
}

type Video = Extract<ContentMedia, { kind: 'video' }>

/** A clip may use this share of the line: the next one is loaded beside it. */
const SHARE = 0.6
/** A phone's line when nobody knows better. */
const ASSUMED_KBPS = 3_000

export function chooseSource(media: Video, line: Line): string {
  const sources = [...(media.sources ?? [])].sort((a, b) => a.kbps - b.kbps)
  const least = sources[0]
  if (!least) return media.videoUrl
  if (line.saveData || /2g|3g/.test(line.effectiveType ?? '')) return least.url
  const kbps = line.measuredKbps ?? line.downlinkKbps ?? ASSUMED_KBPS
  const carried = sources.filter((s) => s.kbps <= kbps * SHARE)
  // More lines than the screen has cost bytes and battery for nothing.
  const enough = carried.find((s) => s.height >= line.screenHeight)
  return (enough ?? carried.at(-1) ?? least).url
}
