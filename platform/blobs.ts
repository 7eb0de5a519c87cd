// Files people upload: one interface, on disk here, on an object store when one machine is not enough. Names are the content's
// own hash, so that the same bytes are kept once, a name never changes its meaning, and no caller chooses a path.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel/errors'

const EXTENSIONS = { 'image/webp': 'webp', 'video/mp4': 'mp4' } as const
export type BlobType = keyof typeof EXTENSIONS

export type Blobs = {
  /** Durable when it answers. @throws AppError STORAGE_FULL */
  put(bytes: Uint8Array, type: BlobType): Promise<{ name: string; url: string }>
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
  }
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
    if (['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? ''))
      throw new AppError('STORAGE_FULL')
    throw error
  }
}
