// The provider's memory: one JSON line an entry, on disk before anybody hears of it. Entries that arrive together share
// one fsync. A half-written last line (killed while writing) was never acknowledged, so it is cut off.
import { open, readFile, truncate, type FileHandle } from 'node:fs/promises'
import type { Entry as PaymentEntry } from './core.ts'

export type Journal<Entry = PaymentEntry> = {
  /** Resolves when the entries are on disk. */
  append(entries: readonly Entry[]): Promise<void>
  close(): Promise<void>
}

export async function openJournal<Entry = PaymentEntry>(
  path: string,
  replay: (entry: Entry) => void,
): Promise<Journal<Entry>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const end = text.lastIndexOf('\n') + 1
  if (end < text.length) await truncate(path, Buffer.byteLength(text.slice(0, end)))
  for (const line of text.slice(0, end).split('\n')) if (line !== '') replay(JSON.parse(line) as Entry)
  return writer(await open(path, 'a', 0o600))
}

function writer<Entry>(file: FileHandle): Journal<Entry> {
  let lines = ''
  let waiters: { resolve: () => void; reject: (error: unknown) => void }[] = []
  let flushing: Promise<void> | null = null

  async function flush(): Promise<void> {
    while (waiters.length > 0) {
      const [text, told] = [lines, waiters]
      lines = ''
      waiters = []
      try {
        await file.appendFile(text)
        await file.datasync()
        for (const w of told) w.resolve()
      } catch (error) {
        for (const w of told) w.reject(error)
      }
    }
    flushing = null
  }

  return {
    append(entries) {
      if (entries.length === 0) return Promise.resolve()
      lines += entries.map((e) => `${JSON.stringify(e)}\n`).join('')
      return new Promise((resolve, reject) => {
        waiters.push({ resolve, reject })
        flushing ??= flush()
      })
    },
    async close() {
      await flushing
      await file.close()
    },
  }
}
