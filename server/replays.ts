// Recordings of rooms that are over, as HLS: the playlist from the rows, the pieces from disk. A room that runs, or was never
// opened, has none; whose three years are over, neither.
import type { FastifyInstance } from 'fastify'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel/errors'
import { isId, type Id } from '#kernel/ids'
import type { Database } from '#platform/database'
import type { Live } from '#modules/live'

const PIECE = /^[\w-]+\.(m4s|mp4)$/
const YEAR_S = 31_536_000
/** How long a room is believed to be over without asking again. */
const REMEMBERED_MS = 60_000
const MAX_REMEMBERED = 1_000

export function mountReplays(
  app: FastifyInstance,
  db: Database,
  live: Pick<Live, 'playlistOfRoom'>,
  recordings: string,
): void {
  const known = new Map<string, number>()
  const playlistOf = async (roomId: string): Promise<string> => {
    const playlist = isId('rom', roomId)
      ? await db.read((tx) => live.playlistOfRoom(tx, roomId as Id<'rom'>))
      : null
    if (playlist === null) throw new AppError('NOT_FOUND')
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(roomId, performance.now() + REMEMBERED_MS)
    return playlist
  }

  app.get('/media/replays/:roomId/index.m3u8', async (request, reply) => {
    const { roomId } = request.params as { roomId: string }
    return reply
      .header('cache-control', 'public, max-age=60')
      .type('application/vnd.apple.mpegurl')
      .send(await playlistOf(roomId))
  })

  app.get('/media/replays/:roomId/:piece', async (request, reply) => {
    const { roomId, piece } = request.params as { roomId: string; piece: string }
    if (!PIECE.test(piece)) throw new AppError('NOT_FOUND')
    if ((known.get(roomId) ?? 0) < performance.now()) await playlistOf(roomId)
    const path = join(recordings, roomId, piece)
    const file = await stat(path).catch(() => null)
    if (!file?.isFile()) throw new AppError('NOT_FOUND')
    return reply
      .header('cache-control', `public, max-age=${YEAR_S}, immutable`)
      .header('content-length', file.size)
      .type('video/mp4')
      .send(createReadStream(path))
  })
}
