// Files people upload: one interface, on disk here, on an object store when one machine is not enough. Names are the content's
// own hash, so that the same bytes are kept once, a name never changes its meaning, and no caller chooses a path.
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel/errors'

const EXTENSIONS = { 'image/webp': 'webp', 'video/mp4': 'mp4' } as const
export type BlobType = keyof typeof EXTENSIONS

export type Blobs = {
  /** Durable when it answers. @throws AppError STORAGE_FULL */
  put(bytes: Uint8Array, type: BlobType): Promise<{ name: string; url: string }>
  /** The same for a file too large for memory; the file is moved, or copied from another disk. @throws AppError STORAGE_FULL */
  take(path: string, type: BlobType): Promise<{ name: string; url: string; bytes: number }>
}

export const blobUrl = (name: string): string => `/media/blobs/${name}`

/** Keeps blobs in one flat folder, which the HTTP server hands out under /media/blobs/. */
export function createDiskBlobs(folder: string): Blobs {
  return {
    async put(bytes, type) {
      const name = `${createHash('sha256').update(bytes).digest('hex')}.${EXTENSIONS[type]}`
      const path = join(folder, name)
      if (!(await holds(path, bytes.length))) await write(folder, path, bytes)
      return { name, url: blobUrl(name) }
    },
    async take(path, type) {
      const hash = createHash('sha256')
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
      const name = `${hash.digest('hex')}.${EXTENSIONS[type]}`
      const kept = join(folder, name)
      const { size } = await stat(path)
      await mkdir(folder, { recursive: true })
      if (await holds(kept, size)) await rm(path, { force: true })
      else await move(path, kept).catch(full)
      return { name, url: blobUrl(name), bytes: size }
    },
  }
}

/** Onto the disk for good before it has its name. */
async function move(from: string, to: string): Promise<void> {
  const draft = `${to}.${randomBytes(6).toString('hex')}.part`
  await rename(from, draft).catch(async (error: { code?: string }) => {
    if (error.code !== 'EXDEV') throw error
    await copyFile(from, draft)
    await rm(from, { force: true })
  })
  const file = await open(draft, 'r+')
  await file.sync().finally(() => file.close())
  await rename(draft, to)
}

function full(error: unknown): never {
  if (['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? ''))
    throw new AppError('STORAGE_FULL')
  throw error
}

const holds = async (path: string, size: number): Promise<boolean> =>
  (await stat(path).catch(() => null))?.size === size

/** Beside it first, then in place: a reader never meets half a file, and a crash leaves no half a file under its name. */
async function write(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await mkdir(folder, { recursive: true })
    const file = await open(draft, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    full(error)
  }
}
