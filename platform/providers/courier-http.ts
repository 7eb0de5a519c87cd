// One request to a courier's service. What did not come, or came broken, is COURIER_UNAVAILABLE: nobody knows, and it may be asked again.
import type { z } from 'zod'
import { AppError } from '#kernel/errors'

export type CourierAnswer = { status: number; json: unknown }

const TIMEOUT_MS = 8_000
const MOST_BYTES = 2_000_000

export async function courierRequest(
  url: string,
  init: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
): Promise<CourierAnswer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await response.text()
    if (response.status >= 500 || response.status === 429 || text.length > MOST_BYTES)
      throw new AppError('COURIER_UNAVAILABLE')
    return { status: response.status, json: text === '' ? null : JSON.parse(text) }
  } catch {
    throw new AppError('COURIER_UNAVAILABLE')
  }
}

/** What does not look like its answer is no answer. */
export function readAnswer<T>(shape: z.ZodType<T>, json: unknown): T {
  const parsed = shape.safeParse(json)
  if (!parsed.success) throw new AppError('COURIER_UNAVAILABLE')
  return parsed.data
}

/** @throws AppError INPUT_INVALID for what was signed but makes no sense */
export function readSigned<T>(shape: z.ZodType<T>, text: string): T {
  let json: unknown = null
  try {
    json = JSON.parse(text)
  } catch {}
  const parsed = shape.safeParse(json)
  if (!parsed.success) throw new AppError('INPUT_INVALID')
  return parsed.data
}
