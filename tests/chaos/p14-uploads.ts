// Clips that come slowly while servers leave: each piece is on its way for over a second, so that whoever leaves is in the middle of some.
import { request } from 'node:http'
import { idIn, tusOf } from '../support/clips.ts'
import { createHttpClient } from '../support/http-client.ts'
import { pause } from './durable-postgres.ts'

const BYTES = 64 * 1024 * 1024
const CHUNK = Buffer.alloc(8 * 1024, 7)
const CHUNKS = 6
const CHUNK_EVERY_MS = 200

export type UploadFigures = {
  pieces: number
  /** Not taken, or of another length than was sent. */
  piecesFailed: number
  /** Bytes that were acknowledged and are not there. */
  bytesLost: number
}

/** Two at once, until stopped. */
export async function uploadSlowly(url: string, token: string) {
  const words = { zh: '慢慢传', en: 'Slow lines' }
  const client = createHttpClient(url)
  const { creatorId } = await client.must('POST', '/api/v1/creators', {
    token,
    body: { name: words, bio: words },
  })
  const tus = tusOf(url, token)
  const figures: UploadFigures = { pieces: 0, piecesFailed: 0, bytesLost: 0 }
  let stopped = false

  async function one(): Promise<void> {
    const uploadId = idIn(await tus.create(BYTES, creatorId))
    const path = `${url}/api/v1/uploads/tus/${uploadId}`
    let offset = 0
    while (!stopped) {
      const answer = await patchSlowly(path, token, offset)
      figures.pieces += 1
      const expected = offset + CHUNK.length * CHUNKS
      if (answer.status === 204 && answer.offset === expected) offset = expected
      else figures.piecesFailed += 1
    }
    const there = Number((await tus.head(uploadId)).headers.get('upload-offset'))
    figures.bytesLost += Math.max(0, offset - there)
    await tus.remove(uploadId)
  }

  const running = Promise.all([one(), one()])
  return {
    async stop(): Promise<UploadFigures> {
      stopped = true
      await running
      client.close()
      return figures
    },
  }
}

function patchSlowly(
  path: string,
  token: string,
  offset: number,
): Promise<{ status: number; offset: number }> {
  const headers = {
    authorization: `Bearer ${token}`,
    'tus-resumable': '1.0.0',
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
    'content-length': String(CHUNK.length * CHUNKS),
  }
  return new Promise((resolve) => {
    const sent = request(path, { method: 'PATCH', headers, agent: false }, (answer) => {
      answer.resume()
      answer.on('close', () =>
        resolve({ status: answer.statusCode!, offset: Number(answer.headers['upload-offset']) }),
      )
    })
    sent.on('error', () => resolve({ status: 0, offset }))
    void (async () => {
      for (let i = 0; i < CHUNKS; i++) {
        sent.write(CHUNK)
        await pause(CHUNK_EVERY_MS)
      }
      sent.end()
    })()
  })
}
