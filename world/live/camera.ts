// The demo's camera: shows the product that is being explained, from films of the studio that all are encoded alike, so that it can
// cut from one to the next at a key frame; keeps the wall clock's time, and comes back when the line was cut.
import { readFile } from 'node:fs/promises'
import { PublishRefused, publishRtmp, type RtmpPublisher } from '#platform/edge/rtmp-publisher'

type Tag = { type: number; atMs: number; body: Buffer; isSetup: boolean }
export type Film = { tags: Tag[]; lengthMs: number }

const AUDIO = 8
const VIDEO = 9
/** Tags due within so much are sent together. */
const TICK_MS = 40
const AGAIN_AFTER_MS = 2_000

/** The tags of an FLV file, times from 0. @throws Error when it is none */
export function readFilm(file: Buffer): Film {
  if (file.toString('latin1', 0, 3) !== 'FLV') throw new Error('not an FLV file')
  const tags: Tag[] = []
  for (let at = file.readUInt32BE(5) + 4; at + 11 <= file.length;) {
    const size = file.readUIntBE(at + 1, 3)
    const atMs = file.readUIntBE(at + 4, 3) + file[at + 7]! * 2 ** 24
    const body = file.subarray(at + 11, at + 11 + size)
    const type = file[at]!
    if (type === AUDIO || type === VIDEO) tags.push({ type, atMs, body, isSetup: body[1] === 0 })
    at += 11 + size + 4
  }
  if (!tags.some((t) => t.type === VIDEO && !t.isSetup)) throw new Error('a film without pictures')
  return { tags, lengthMs: Math.max(endOf(tags, VIDEO), endOf(tags, AUDIO)) }
}

/** One tag lasts as long as the others do on average. */
function endOf(tags: readonly Tag[], type: number): number {
  const times = tags.filter((t) => t.type === type && !t.isSetup).map((t) => t.atMs)
  const lastMs = times.at(-1) ?? 0
  return lastMs + Math.round(lastMs / Math.max(1, times.length - 1))
}

export const openFilm = async (path: string): Promise<Film> => readFilm(await readFile(path))

export type Camera = {
  /** From the end of the present film, at most its length from now. */
  show(film: Film): void
  stop(): Promise<void>
}

/** Publishes until it is stopped. `say` hears why a line was cut. */
export function startCamera(
  { url, key }: { url: string; key: string },
  first: Film,
  say: (line: string) => void = () => {},
): Camera {
  let next = first
  let isStopped = false
  let line: RtmpPublisher | null = null
  let wake = () => {}
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function play(to: RtmpPublisher): Promise<void> {
    const beganAt = performance.now()
    let film = next
    let filmAtMs = 0
    let i = 0
    let isOpen = true
    void to.closed.then(() => (isOpen = false))
    while (!isStopped && isOpen) {
      const nowMs = performance.now() - beganAt
      for (;;) {
        if (i === film.tags.length) {
          filmAtMs += film.lengthMs
          film = next
          i = 0
        }
        const tag = film.tags[i]!
        const dueMs = filmAtMs + tag.atMs
        if (dueMs > nowMs) break
        // The description of the codecs once: it is the same in all films.
        if (!tag.isSetup || filmAtMs === 0) to.send(tag.type, dueMs, tag.body)
        i++
      }
      await sleep(TICK_MS)
    }
  }

  const running = (async () => {
    while (!isStopped) {
      try {
        line = await publishRtmp(url, key)
        await play(line)
        if (!isStopped) say(`the line was cut (${await line.closed})`)
      } catch (error) {
        if (error instanceof PublishRefused && /ROOM_ENDED/.test(error.message))
          return say('the room is over')
        say(`not let in (${error instanceof Error ? error.message : String(error)})`)
      }
      if (!isStopped) await sleep(AGAIN_AFTER_MS)
    }
  })()

  return {
    show: (film) => void (next = film),
    async stop() {
      isStopped = true
      wake()
      line?.close()
      await running
    },
  }
}
