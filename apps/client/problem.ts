// A refusal as the caller sees it: the server's problem+json, or our own words when nothing came back.
import type { ErrorCode, FieldError } from '#kernel/errors'

/** Codes that never leave the browser: the request did not arrive, or no answer did. */
export type LocalCode = 'OFFLINE' | 'NO_ANSWER'

export type ProblemBody = {
  code: ErrorCode | LocalCode
  title: string
  detail: string
  requestId: string | null
  status: number
  errors: readonly FieldError[]
  /** The other members: old and new total, what is left, when to try again. */
  data: Readonly<Record<string, unknown>>
}

export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly code: ProblemBody['code']
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  readonly status: number
  readonly errors: readonly FieldError[]
  readonly data: Readonly<Record<string, unknown>>

  constructor(body: ProblemBody) {
    super(`${body.code}: ${body.title}`)
    this.code = body.code
    this.title = body.title
    this.detail = body.detail
    this.requestId = body.requestId
    this.status = body.status
    this.errors = body.errors
    this.data = body.data
  }

  /** The sentence about one field, e.g. `fieldError('email')`. */
  fieldError(name: string): string | null {
    return (
      this.errors.find((e) => e.pointer === `/${name}` || e.pointer.startsWith(`/${name}/`))?.detail ?? null
    )
  }

  /** Nothing is known to have happened on the server; asking again is safe with the same idempotency key. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const LOCAL = {
  OFFLINE: {
    zh: ['网络断开了', '没有扣款；连上网络后会继续'],
    en: ['You are offline', 'Nothing was charged; it goes on when the network is back'],
  },
  NO_ANSWER: {
    zh: ['没有收到回应', '请稍后重试；如果刚刚下过单，可在“订单”里核对'],
    en: ['No answer came back', 'Try again shortly; if you just placed an order, check it under Orders'],
  },
} as const

export function localProblem(code: LocalCode, locale: 'zh' | 'en'): ApiProblem {
  const [title, detail] = LOCAL[code][locale]
  return new ApiProblem({ code, title, detail, requestId: null, status: 0, errors: [], data: {} })
}

/** An answer that is not 2xx, as a problem; null when it is not problem+json (a proxy's own page, say). */
export function readProblem(status: number, text: string): ApiProblem | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof json !== 'object' || json === null || !('code' in json)) return null
  const {
    code,
    title,
    detail,
    request_id,
    errors,
    type: _type,
    status: _status,
    ...data
  } = json as Record<string, unknown>
  return new ApiProblem({
    code: code as ErrorCode,
    title: String(title ?? code),
    detail: String(detail ?? ''),
    requestId: typeof request_id === 'string' ? request_id : null,
    status,
    errors: Array.isArray(errors) ? (errors as FieldError[]) : [],
    data,
  })
}

/** Any thrown thing as a problem, for screens that must show something. */
export const problemOf = (error: unknown, locale: 'zh' | 'en'): ApiProblem =>
  error instanceof ApiProblem ? error : localProblem('NO_ANSWER', locale)
