// One idempotency key for one intent: the same lines, address and total keep their key, across a lost answer and a reload, so
// that pressing the button again can never buy twice. Pure: storage and the maker of keys are handed in.
type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const KEY = 'serendip.order-key'

export function orderKeyFor(intent: unknown, storage: KeyStorage, newKey: () => string): string {
  const fingerprint = JSON.stringify(intent)
  const kept = read(storage)
  if (kept?.fingerprint === fingerprint) return kept.key
  const key = newKey()
  storage.setItem(KEY, JSON.stringify({ fingerprint, key }))
  return key
}

/** The order was placed (or refused for good): the next intent is a new one. */
export const forgetOrderKey = (storage: KeyStorage): void => storage.removeItem(KEY)

function read(storage: KeyStorage): { fingerprint: string; key: string } | null {
  try {
    return JSON.parse(storage.getItem(KEY) ?? 'null') as { fingerprint: string; key: string } | null
  } catch {
    return null
  }
}
