// Cursors of this module's lists.
import { decodeCursor } from '#kernel/contract'
import { AppError } from '#kernel/errors'

export function beforeOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const key = decodeCursor(cursor, 1)?.[0]
  if (key === undefined) throw new AppError('CURSOR_INVALID')
  return key
}

/** A cursor that is a number: of rows, or of changes. */
export function numberOf(cursor: string | undefined): bigint | null {
  const key = beforeOf(cursor)
  if (key === undefined) return null
  if (!/^\d{1,18}$/.test(key)) throw new AppError('CURSOR_INVALID')
  return BigInt(key)
}
