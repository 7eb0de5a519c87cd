// One HTTP exchange with a provider: bounded in time, and 'nobody knows' is always PROVIDER_UNAVAILABLE.
import { AppError } from '#kernel/errors'

export type Asked = { status: number; headers: Record<string, string>; text: string }

export async function ask(url: string, init: RequestInit, timeoutMs: number): Promise<Asked> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    const text = await response.text()
    if (response.status >= 500 || response.status === 429) throw new AppError('PROVIDER_UNAVAILABLE')
    return { status: response.status, headers: Object.fromEntries(response.headers), text }
  } catch {
    throw new AppError('PROVIDER_UNAVAILABLE')
  }
}

/** A file of theirs, as it comes. */
export async function download(url: string, init: RequestInit): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { ...init, redirect: 'error' }).catch(() => null)
  if (!response?.ok || !response.body) throw new AppError('PROVIDER_UNAVAILABLE')
  return response.body
}

/** Seconds a callback's own time may differ from ours. */
export const TOLERANCE_SECONDS = 300

/** @throws AppError TIMESTAMP_OLD, also for what is no time at all */
export function assertRecent(now: Date, sentSeconds: number): void {
  if (!(Math.abs(now.getTime() / 1000 - sentSeconds) <= TOLERANCE_SECONDS))
    throw new AppError('TIMESTAMP_OLD', { toleranceSeconds: TOLERANCE_SECONDS })
}

/** Null for what is not JSON in UTF-8. */
export function parseJson(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body),
    )
  } catch {
    return null
  }
}
