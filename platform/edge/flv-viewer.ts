// One viewer of FLV over HTTP or a WebSocket: a place in the ring. It takes from there only while its socket drains, so what waits for
// it is bounded by one high-water mark; fallen behind, it goes on at the newest key frame.
import type { Duplex } from 'node:stream'
import type { FlvSetup, TagRing } from './tag-ring.ts'
import { binaryFrame } from './websocket.ts'

export type FlvViewer = {
  /** Writes what is new and fits. */
  pump(): void
  close(): void
  /** Bytes handed to the socket that it has not taken. */
  queuedBytes(): number
  /** Sweeps in a row, this one included, in which nothing of what waits for it went out. */
  stuckSweeps(): number
}

/** A hundred stalled viewers then hold less than 26 MB, even were their tags not shared. */
export const HIGH_WATER_BYTES = 192 * 1024
/** A viewer this far behind, with a newer place to begin at, leaps. */
const LEAP_MS = 2500

export function createFlvViewer(socket: Duplex, ring: TagRing, asFrames: boolean): FlvViewer {
  let place = -1
  let setup: FlvSetup | null = null
  let isClosed = false
  let unsent = 0
  let stuck = 0

  const write = (bytes: Buffer) => socket.write(asFrames ? binaryFrame(bytes) : bytes)

  function close(): void {
    if (isClosed) return
    isClosed = true
    socket.end()
    setTimeout(() => socket.destroy(), 2000).unref()
  }

  /** False: the tracks are others than those the header promised, which no player survives: it opens the stream again. */
  function writeSetup(next: FlvSetup): boolean {
    if (setup && (setup.hasVideo !== next.hasVideo || setup.hasAudio !== next.hasAudio)) return false
    if (!setup) write(next.header)
    if (next.video && next.video !== setup?.video) write(next.video)
    if (next.audio && next.audio !== setup?.audio) write(next.audio)
    setup = next
    return true
  }

  function seek(): void {
    const join = ring.latestJoin()
    if (place < 0) place = join
    else if (place < ring.first()) place = join >= 0 ? join : -1
    else if (join > place && ring.lastMs() - (ring.at(place)?.atMs ?? Infinity) > LEAP_MS) place = join
  }

  function pump(): void {
    if (isClosed || socket.destroyed) return
    if (socket.writableLength >= HIGH_WATER_BYTES) return
    seek()
    if (place < 0 || place >= ring.end()) return
    // Those who keep up write one shared piece each; who lags or joins goes tag by tag as far as it fits, and keeps only what all share.
    const tail = socket.writableLength === 0 ? ring.tail(place, HIGH_WATER_BYTES) : null
    if (tail && tail.setup === setup) {
      socket.write(asFrames ? (tail.frame ??= binaryFrame(tail.bytes)) : tail.bytes)
      place = tail.end
      return
    }
    socket.cork()
    for (let tag = ring.at(place); tag; tag = ring.at(place)) {
      const waiting = socket.writableLength
      if (waiting > 0 && waiting + tag.tag.length > HIGH_WATER_BYTES) break
      if (tag.setup !== setup && !writeSetup(tag.setup)) {
        close()
        break
      }
      socket.write(asFrames ? (tag.frame ??= binaryFrame(tag.tag)) : tag.tag)
      place += 1
    }
    socket.uncork()
  }

  socket.on('drain', pump)
  return {
    pump,
    close,
    queuedBytes: () => socket.writableLength,
    stuckSweeps() {
      const now = socket.writableLength
      stuck = now > 0 && now === unsent ? stuck + 1 : 0
      unsent = now
      return stuck
    },
  }
}
