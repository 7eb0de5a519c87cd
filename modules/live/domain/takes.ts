// Pieces of a recording as takes: what was filmed without a break and with the same description of its codecs can be read as one
// file; a break begins a new one.

export type TakePiece = { file: string; init_file: string; durationMs: number; discontinuity: boolean }
export type Take = { files: string[]; skipMs: number; lengthMs: number }

/** `skipMs` into the first piece, `lengthMs` in all. No take is empty. */
export function takesOf(pieces: readonly TakePiece[], skipMs: number, lengthMs: number): Take[] {
  const takes: (Take & { initFile: string })[] = []
  let skip = skipMs
  let left = lengthMs
  for (const piece of pieces) {
    const used = Math.min(piece.durationMs - skip, left)
    if (used <= 0) break
    const open = takes.at(-1)
    if (open && !piece.discontinuity && open.initFile === piece.init_file) {
      open.files.push(piece.file)
      open.lengthMs += used
    } else {
      takes.push({
        files: [piece.init_file, piece.file],
        skipMs: skip,
        lengthMs: used,
        initFile: piece.init_file,
      })
    }
    left -= used
    skip = 0
  }
  return takes.map(({ files, skipMs: from, lengthMs: length }) => ({ files, skipMs: from, lengthMs: length }))
}
