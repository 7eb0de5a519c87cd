// The playlist of a recording (RFC 8216): pieces in their order, a break where the picture was away or its codecs changed.
export type PlaylistPiece = {
  /** Name within the recording. */
  name: string
  initName: string
  startedAt: Date
  durationMs: number
  discontinuity: boolean
}

export function playlistOf(pieces: readonly PlaylistPiece[]): string {
  const longest = Math.max(1, ...pieces.map((p) => Math.ceil(p.durationMs / 1000)))
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
  ]
  let init = ''
  for (const [i, p] of pieces.entries()) {
    if (i > 0 && (p.discontinuity || p.initName !== init)) lines.push('#EXT-X-DISCONTINUITY')
    if (p.initName !== init) lines.push(`#EXT-X-MAP:URI="${(init = p.initName)}"`)
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${p.startedAt.toISOString()}`)
    lines.push(`#EXTINF:${(p.durationMs / 1000).toFixed(3)},`, p.name)
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`
}
