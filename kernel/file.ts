// A file as an answer: its bytes are made while they are sent, so that a long one is never in memory as a whole.
import { z } from 'zod'

export type FileAnswer = {
  /** ASCII, as it is to be saved. */
  name: string
  type: string
  body: AsyncIterable<Uint8Array | string>
}

/** The output of an endpoint with `file: true`. */
export const fileOut = z.any().meta({ description: 'A file' }) as unknown as z.ZodType<FileAnswer>
