// What the parts `clip` and `queue` share: a creator on a real stack, a moving film made by ffmpeg, and the way of a clip to be ready.
import { readFile } from 'node:fs/promises'
import { makeClip, tusOf, idIn, tools } from '../../tests/support/clips.ts'
import { createHttpClient, type HttpClient } from '../../tests/support/http-client.ts'
import { UsageError } from '../harness.ts'

const PIECE_BYTES = 8 * 1024 * 1024

export function needFfmpeg(): void {
  if (!tools)
    throw new UsageError('This part needs an ffmpeg 5 or newer: put one on PATH or set FFMPEG_PATH.')
}

/** Upright H.264 with sound; noise over a moving picture costs what a phone's footage costs. */
export const film = (
  folder: string,
  name: string,
  f: { size: string; seconds: number; mbitPerSecond: number },
) =>
  makeClip(
    folder,
    name,
    [
      `-f lavfi -i testsrc2=size=${f.size}:rate=30,noise=alls=14:allf=t -f lavfi -i sine=440:r=44100 -t ${f.seconds}`,
      `-pix_fmt yuv420p -c:v libx264 -preset ultrafast -b:v ${f.mbitPerSecond}M -maxrate ${f.mbitPerSecond}M`,
      `-bufsize ${f.mbitPerSecond}M -c:a aac`,
    ].flatMap((line) => line.split(' ')),
  )

export type Creator = { creatorId: string; token: string; http: HttpClient; baseUrl: string }

export async function openCreator(baseUrl: string, token: string): Promise<Creator> {
  const http = createHttpClient(baseUrl)
  const words = { zh: '压测达人', en: 'Bench' }
  const { creatorId } = await http.must('POST', '/api/v1/creators', {
    token,
    body: { name: words, bio: words },
  })
  return { creatorId, token, http, baseUrl }
}

/** By tus, in pieces of 8 MB; answers when the last one was acknowledged. */
export async function upload({ baseUrl, token, creatorId }: Creator, path: string): Promise<string> {
  const tus = tusOf(baseUrl, token)
  const bytes = await readFile(path)
  const made = await tus.create(bytes.length, creatorId)
  if (made.status !== 201) throw new Error(`the upload was answered ${made.status} ${await made.text()}`)
  const uploadId = idIn(made)
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const answer = await tus.patch(uploadId, at, bytes.subarray(at, at + PIECE_BYTES))
    if (answer.status !== 204) throw new Error(`a piece was answered ${answer.status} ${await answer.text()}`)
  }
  return uploadId
}

type Clip = {
  state: string
  reason: { code: string } | null
  media: { durationMs: number; videoUrl: string; sources: { height: number; url: string }[] } | null
}

export const clipOf = ({ http, creatorId, token }: Creator, uploadId: string): Promise<Clip> =>
  http.must('GET', `/api/v1/creators/${creatorId}/clips/${uploadId}`, { token })

/** @throws Error when it fails or takes longer */
export async function untilReady(creator: Creator, uploadId: string, withinMs: number): Promise<Clip> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const clip = await clipOf(creator, uploadId)
    if (clip.state === 'ready') return clip
    if (clip.state !== 'processing' || performance.now() > deadline)
      throw new Error(`the clip is ${clip.state} ${JSON.stringify(clip.reason)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
