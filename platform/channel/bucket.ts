// So many a second, a few at once: what is left of it is kept as two numbers in whoever is limited.
export type Bucket = { tokens: number; atMs: number }

export const fullBucket = (size: number, nowMs: number): Bucket => ({ tokens: size, atMs: nowMs })

/** Takes one if there is one. */
export function takeToken(bucket: Bucket, perSecond: number, size: number, nowMs: number): boolean {
  refill(bucket, perSecond, size, nowMs)
  if (bucket.tokens < 1) return false
  bucket.tokens -= 1
  return true
}

export function refill(bucket: Bucket, perSecond: number, size: number, nowMs: number): void {
  const passedMs = Math.max(0, nowMs - bucket.atMs)
  bucket.tokens = Math.min(size, bucket.tokens + (passedMs * perSecond) / 1_000)
  bucket.atMs = nowMs
}
