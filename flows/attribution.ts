// The fact a product card carries into the order: which slate, position and content brought the buyer. Signed, so that a
// client can return it but not invent it; an order without one is simply organic.
import { isId, type Id } from '#kernel/ids'
import { readSigned, signPayload } from '#platform/signing'

export type Attribution = {
  v: 1
  slateId: Id<'slt'>
  position: number
  contentId: Id<'cnt'>
  creatorId: Id<'crt'>
  productId: Id<'prd'>
  /** Whose slate it was; an order of another account must ignore the token. */
  accountId: Id<'usr'>
  /** When the slate was served, ISO 8601. */
  at: string
}

const PURPOSE = 'attribution'

export const issueAttribution = (secret: string, a: Attribution): string => signPayload(secret, PURPOSE, a)

/** The attribution, or null when the token is not one of ours. Age and account are the caller's rules. */
export function readAttribution(secret: string, token: string): Attribution | null {
  const a = readSigned(secret, PURPOSE, token) as Partial<Attribution> | null
  if (a === null || typeof a !== 'object' || a.v !== 1) return null
  const valid =
    isId('slt', String(a.slateId)) &&
    isId('cnt', String(a.contentId)) &&
    isId('crt', String(a.creatorId)) &&
    isId('prd', String(a.productId)) &&
    isId('usr', String(a.accountId)) &&
    Number.isInteger(a.position) &&
    !Number.isNaN(Date.parse(String(a.at)))
  return valid ? (a as Attribution) : null
}

/** The same for a product seen in a live room by somebody whom no slate brought there. */
export type RoomAttribution = {
  v: 1
  roomId: Id<'rom'>
  contentId: Id<'cnt'> | null
  creatorId: Id<'crt'>
  productId: Id<'prd'>
  accountId: Id<'usr'>
  at: string
}

const ROOM_PURPOSE = 'room-attribution'

export const issueRoomAttribution = (secret: string, a: RoomAttribution): string =>
  signPayload(secret, ROOM_PURPOSE, a)

export function readRoomAttribution(secret: string, token: string): RoomAttribution | null {
  const a = readSigned(secret, ROOM_PURPOSE, token) as Partial<RoomAttribution> | null
  if (a === null || typeof a !== 'object' || a.v !== 1) return null
  const valid =
    isId('rom', String(a.roomId)) &&
    (a.contentId === null || isId('cnt', String(a.contentId))) &&
    isId('crt', String(a.creatorId)) &&
    isId('prd', String(a.productId)) &&
    isId('usr', String(a.accountId)) &&
    !Number.isNaN(Date.parse(String(a.at)))
  return valid ? (a as RoomAttribution) : null
}
