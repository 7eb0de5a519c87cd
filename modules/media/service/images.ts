// A picture is taken apart and made anew: whatever else was in the file (location, scripts, a second file behind the first)
// is not in what we keep. Only formats we name reach the decoder.
import sharp from 'sharp'
import { AppError } from '#kernel/errors'
import { MAX_IMAGE_BYTES } from '../contract.ts'
import { imageKind } from '../domain/image-kind.ts'

const MAX_PIXELS = 40_000_000
const LONGER_SIDE = 1600
const SECONDS = 20

export type Picture = { bytes: Uint8Array; width: number; height: number }

sharp.cache(false) // every upload is another file

/** Upright, at most 1600 px, WebP. @throws AppError FILE_TOO_LARGE · MEDIA_TYPE · MEDIA_CORRUPT · PIXELS_MAX */
export async function remakeImage(bytes: Uint8Array): Promise<Picture> {
  if (bytes.length > MAX_IMAGE_BYTES) throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_IMAGE_BYTES })
  if (bytes.length === 0) throw new AppError('MEDIA_CORRUPT')
  if (!imageKind(bytes)) throw new AppError('MEDIA_TYPE')
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const
  const { width, height } = await sharp(bytes, { ...options, limitInputPixels: false })
    .metadata()
    .catch(refuse)
  if (width * height > MAX_PIXELS) throw new AppError('PIXELS_MAX', { width, height, maxPixels: MAX_PIXELS })
  const { data, info } = await sharp(bytes, options)
    .rotate() // as its EXIF says, before the EXIF goes
    .resize({ width: LONGER_SIDE, height: LONGER_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .timeout({ seconds: SECONDS })
    .toBuffer({ resolveWithObject: true })
    .catch(refuse)
  return { bytes: data, width: info.width, height: info.height }
}

/** What the decoder cannot read is the file's fault, whatever it says. */
function refuse(): never {
  throw new AppError('MEDIA_CORRUPT')
}
