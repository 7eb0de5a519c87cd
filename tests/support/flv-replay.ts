// Sends a recorded clip as a live camera would, in real time, on a clock of the test's choosing: what no encoder can be told to do
// (jump by hours, change its picture in the middle) is done here with real pictures.
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { ffmpegPath, words } from './camera.ts'
import type { RtmpClient } from './rtmp-client.ts'

export type ClipTag = { type: number; timestampMs: number; body: Buffer; setup: boolean }

/** Makes a clip with ffmpeg and reads its tags. */
export async function makeClip(
  file: string,
  p: { size: string; seconds: number; gop?: number; bFrames?: number; audio?: boolean },
): Promise<ClipTag[]> {
  const gop = p.gop ?? 25
  const made = spawnSync(ffmpegPath() ?? 'ffmpeg', [
    ...words(`-v error -nostdin -f lavfi -i testsrc2=s=${p.size}:r=25`),
    ...(p.audio === false ? [] : words('-f lavfi -i sine=frequency=440:r=44100 -c:a aac -b:a 64k')),
    ...words(`-t ${p.seconds} -c:v libx264 -preset veryfast -pix_fmt yuv420p -g ${gop} -sc_threshold 0`),
    ...words(p.bFrames ? `-bf ${p.bFrames}` : '-tune zerolatency'),
    ...words('-f flv -y'),
    file,
  ])
  if (made.status !== 0) throw new Error(made.stderr.toString())
  return readTags(await readFile(file))
}

function readTags(bytes: Buffer): ClipTag[] {
  const tags: ClipTag[] = []
  for (let at = 13; at + 11 < bytes.length;) {
    const size = bytes.readUIntBE(at + 1, 3)
    const type = bytes[at]!
    const body = bytes.subarray(at + 11, at + 11 + size)
    const timestampMs = bytes.readUIntBE(at + 4, 3) + bytes[at + 7]! * 2 ** 24
    if (type === 8 || type === 9) tags.push({ type, timestampMs, body, setup: body[1] === 0 })
    at += 15 + size
  }
  return tags
}

/** Resolves when the clip's time has passed; its first frame carries `fromMs`. */
export async function replay(client: RtmpClient, clip: readonly ClipTag[], fromMs: number): Promise<void> {
  const startedAt = performance.now()
  const frames = clip.filter((tag) => !tag.setup)
  for (const tag of clip) if (tag.setup) client.send(tag.type, fromMs, tag.body)
  for (const tag of frames) {
    const waitMs = tag.timestampMs - frames[0]!.timestampMs - (performance.now() - startedAt)
    if (waitMs > 2) await new Promise((resolve) => setTimeout(resolve, waitMs))
    client.send(tag.type, (fromMs + tag.timestampMs) >>> 0, tag.body)
  }
}
