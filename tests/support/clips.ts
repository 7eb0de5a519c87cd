// Clips for tests: made by ffmpeg where there is one, uploaded by the tus protocol as a browser would.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findFfmpeg } from '#platform/ffmpeg'

export const tools = await findFfmpeg()
/** The reason a test that needs ffmpeg does not run here. */
export const withoutFfmpeg = tools ? false : 'no ffmpeg 5 or newer on this machine'

const run = promisify(execFile)

/** Runs ffmpeg with these arguments; the file it makes is `folder/name`. */
export async function makeClip(folder: string, name: string, args: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await run(tools!.ffmpeg, ['-nostdin', '-v', 'error', '-y', ...args, path])
  return path
}

/** A moving test picture with sound; `source` names one of ffmpeg's. */
export const filmed = (source: string, seconds: number, more: readonly string[] = []) => [
  '-f',
  'lavfi',
  '-i',
  source,
  '-f',
  'lavfi',
  '-i',
  'sine=440:r=44100',
  '-t',
  String(seconds),
  '-pix_fmt',
  'yuv420p',
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-c:a',
  'aac',
  ...more,
]

export type Tus = ReturnType<typeof tusOf>

/** The protocol, step by step, against a listening server. */
export function tusOf(base: string, token: string) {
  const url = `${base}/api/v1/uploads/tus`
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  const b64 = (text: string) => Buffer.from(text).toString('base64')
  return {
    create: (bytes: number | null, creatorId: string, more: Record<string, string> = {}) =>
      fetch(url, {
        method: 'POST',
        headers: {
          ...headers,
          ...(bytes === null ? {} : { 'upload-length': String(bytes) }),
          'upload-metadata': `filename ${b64('../../etc/片子.mp4')},creatorId ${b64(creatorId)}`,
          ...more,
        },
      }),
    head: (uploadId: string) => fetch(`${url}/${uploadId}`, { method: 'HEAD', headers }),
    patch: (uploadId: string, offset: number, body: Uint8Array) =>
      fetch(`${url}/${uploadId}`, {
        method: 'PATCH',
        headers: {
          ...headers,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: body as BodyInit,
      }),
    remove: (uploadId: string) => fetch(`${url}/${uploadId}`, { method: 'DELETE', headers }),
  }
}

/** A machine that runs all tests at once converts slowly. */
export const CONVERTED_WITHIN_MS = 180_000

export const idIn = (response: Response): string => response.headers.get('location')!.split('/').at(-1)!

/** Uploads a whole file in two pieces; answers its id and the last answer. */
export const uploadClip = async (tus: Tus, creatorId: string, path: string) =>
  uploadBytes(tus, creatorId, await readFile(path))

export async function uploadBytes(tus: Tus, creatorId: string, bytes: Uint8Array) {
  const made = await tus.create(bytes.length, creatorId)
  if (made.status !== 201) throw new Error(`create answered ${made.status} ${await made.text()}`)
  const uploadId = idIn(made)
  const half = Math.floor(bytes.length / 2)
  await tus.patch(uploadId, 0, bytes.subarray(0, half))
  return { uploadId, last: await tus.patch(uploadId, half, bytes.subarray(half)) }
}
