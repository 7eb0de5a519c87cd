// An endpoint as data: method, path, who may call, input, output, errors. Routes, browser client, CLI, OpenAPI and the
// authorisation matrix all read this one value. Why: five descriptions of one call drift apart; one cannot.
import { z } from 'zod'
import type { ErrorCode } from './errors.ts'
import { ID_PREFIXES, isId, type Id, type IdPrefix } from './ids.ts'
import type { OrgKind, Scope } from './scopes.ts'

/**
 * Who may call.
 * - `public`: anyone, no session needed.
 * - `person`: any session, a guest's included (a guest can swipe, like and fill a cart).
 * - `account`: a signed-in account (can order, comment, own things). What is not the caller's answers NOT_FOUND.
 * - `org`: a member of the organisation named by path parameter `param`, whose role has `scope`. Not a member: NOT_FOUND,
 *    exactly like a missing one. Member without the scope: SCOPE_MISSING.
 * - `platform`: a member of the platform organisation with `scope`; to anyone else the route answers NOT_FOUND.
 * - `signed`: no session; the handler verifies a provider's signature over the raw body.
 * - `demo`: anyone, and only in demo mode; otherwise NOT_FOUND.
 */
export type Access =
  | { kind: 'public' }
  | { kind: 'person' }
  | { kind: 'account' }
  | { kind: 'org'; org: OrgKind; scope: Scope; param: string; write?: boolean }
  | { kind: 'platform'; scope: Scope }
  | { kind: 'signed' }
  | { kind: 'demo' }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type EndpointSpec<I extends z.ZodObject, O extends z.ZodType> = {
  /** `module.verbNoun`, unique. */
  id: string
  method: Method
  /** `/api/v1/…` with `{param}`s; every param is a field of `input`. */
  path: `/${string}`
  summary: { zh: string; en: string }
  access: Access
  /**
   * One flat strict object: path params, then query (GET, DELETE) or body (others) fields. Unknown fields are refused.
   * On GET all values arrive as strings: use `z.coerce` where a number is meant.
   */
  input: I
  output: O
  errors: readonly ErrorCode[]
  /** Requires an `Idempotency-Key` header; replays answer byte-equal. For every POST that moves stock or money. */
  idempotent?: boolean
  /**
   * The answer is the same for everybody: who asks while it is worked out for another waits for that one. Only public reads
   * whose handler does not look at the caller.
   */
  shared?: boolean
  /** May wait for news before it answers: it takes no place of those who are at work. */
  waits?: boolean
  /** Answers a file instead of JSON; the output is `fileOut` of kernel/file.ts. */
  file?: boolean
  /** Raw bytes instead of JSON in (uploads, provider callbacks). */
  raw?: boolean
  /** Answers 201 or 202 rather than 200. */
  status?: 200 | 201 | 202
  /** Largest body in bytes; default 1 MB. */
  bodyLimit?: number
}

export type Endpoint<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = EndpointSpec<
  I,
  O
>

/** Declares one endpoint; the input becomes strict. */
export function endpoint<I extends z.ZodObject, O extends z.ZodType>(
  spec: EndpointSpec<I, O>,
): Endpoint<I, O> {
  return { ...spec, input: spec.input.strict() as unknown as I }
}

export type InputOf<E> = E extends Endpoint<infer I, z.ZodType> ? z.output<I> : never
export type RequestOf<E> = E extends Endpoint<infer I, z.ZodType> ? z.input<I> : never
export type OutputOf<E> = E extends Endpoint<z.ZodObject, infer O> ? z.output<O> : never

// --- Shared field shapes --------------------------------------------------------------------------------------------

/**
 * A prefixed id. A malformed one is refused like a missing one would be: by NOT_FOUND at the service, not here; only what no
 * column can hold stops at the door.
 */
export const idOf = <P extends IdPrefix>(prefix: P) =>
  z
    .string()
    .max(64)
    .refine((id) => /^[\x20-\x7e]*$/.test(id), { params: { code: 'TEXT_INVALID' } })
    .meta({
      description: `Id of a ${ID_PREFIXES[prefix]}: ${prefix}_…`,
      example: `${prefix}_01J00000000000000000000000`,
    }) as unknown as z.ZodType<Id<P>, string>

export { isId }

/** What a refinement says, answered in the caller's language. */
export const says = (zh: string, en: string, code?: ErrorCode) => ({
  params: { sentence: { zh, en }, ...(code ? { code } : {}) },
})

/** Non-negative money in minor units, as a decimal string on the wire: "12900" is ¥129.00. */
export const minorIn = z
  .string()
  .refine((s) => /^(0|[1-9]\d{0,11})$/.test(s), { params: { code: 'AMOUNT_INVALID' } })
  .meta({ description: 'Minor units (分) as an integer string', example: '12900' })

/** Any amount in minor units on its way out; may be negative. */
export const minorOut = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ description: 'Minor units (分)', example: '12900' })

/**
 * A file of this platform, uploaded or of the demo world: never another site's address, never a script. Each file has one
 * spelling: no `.` or `..` between the slashes.
 */
export const mediaUrl = z
  .string()
  .max(300)
  .regex(/^\/media(?:\/[\w-][\w.-]*)+$/)
  .meta({
    description: 'A path under /media/, as the upload answered it',
    example: '/media/clips/kettle-01.mp4',
  })

export const currency = z.enum(['CNY', 'USD'])
/**
 * The currency of money that a provider says it moved. It may be one that nothing here is sold in: such money is shown as what
 * it is, for an answer that fails would hide it from those who must look.
 */
export const movedCurrency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217', example: 'CNY' }) as unknown as typeof currency
export const bps = z.number().int().min(0).max(10_000).meta({ description: 'Basis points: 500 is 5 %' })
/** The version of a row that was looked at: whole, and within what a row can have. */
export const rowVersion = z.number().int().min(0).max(2_147_483_647)
export const qty = z
  .number()
  .refine((n) => Number.isInteger(n) && n >= 1 && n <= 200, { params: { code: 'QTY_RANGE' } })
  .meta({ description: '1 to 200' })
export const localized = z.object({ zh: z.string(), en: z.string() })
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with time zone' })

/** Page fields of a list: an opaque cursor and 1..100 rows. */
export const pageIn = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
}
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export const done = z.object({ ok: z.literal(true) })

// --- Cursors: opaque to callers, a plain key inside ------------------------------------------------------------------

const b64 = (text: string) =>
  btoa(unescape(encodeURIComponent(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const unb64 = (text: string) =>
  decodeURIComponent(escape(atob(text.replaceAll('-', '+').replaceAll('_', '/'))))

export const encodeCursor = (key: readonly string[]): string => b64(JSON.stringify(key))

/** The key parts, or null when the text is not a cursor of `parts` parts. */
export function decodeCursor(text: string, parts: number): string[] | null {
  try {
    const key: unknown = JSON.parse(unb64(text))
    return Array.isArray(key) &&
      key.length === parts &&
      key.every((k) => typeof k === 'string' && !k.includes('\0'))
      ? key
      : null
  } catch {
    return null
  }
}
