// A call, whatever brought it: validate → authorise → idempotency → handler → answer. The HTTP server and the in-process
// client (the world generator, tests) both come through here, so neither has a rule the other lacks.
import { z } from 'zod'
import type { Endpoint, InputOf, OutputOf } from '#kernel/contract'
import { AppError, type ErrorCode, type FieldError, ERRORS } from '#kernel/errors'
import type { FileAnswer } from '#kernel/file'
import type { Locale, Localized } from '#kernel/text'
import type { Actor, Ctx } from '../context.ts'
import { createSharedAnswers } from '../shared-answers.ts'
import { authorize } from './gate.ts'
import type { Answer, IdempotencyStore } from './idempotency.ts'

export type Route = { endpoint: Endpoint; handle: (input: never, ctx: Ctx) => Promise<unknown> }

/** Binds a contract to its function: `route(placeOrder, (input, ctx) => …)`. */
export const route = <E extends Endpoint>(
  endpoint: E,
  handle: (input: InputOf<E>, ctx: Ctx) => Promise<OutputOf<E>>,
): Route => ({
  endpoint,
  handle: handle as Route['handle'],
})

export type KeyActor = Extract<Actor, { kind: 'key' }>
/** What is done about a program's calls: it may make only so many, and each is written down with how it ended. */
export type KeyCalls = {
  /** @throws AppError RATE_LIMITED */
  admit(endpoint: Endpoint, actor: KeyActor): void
  note(
    endpoint: Endpoint,
    actor: KeyActor,
    rawInput: unknown,
    ctx: Ctx,
    ended: AppError | number,
  ): Promise<void>
}

export type Dispatcher = {
  routes: ReadonlyMap<string, Route>
  call(route: Route, rawInput: unknown, ctx: Ctx): Promise<Answer>
}

export function createDispatcher(
  routes: readonly Route[],
  options: { demo: boolean; idempotency: IdempotencyStore; keyCalls?: KeyCalls },
): Dispatcher {
  const byId = new Map<string, Route>()
  for (const r of routes) {
    if (byId.has(r.endpoint.id)) throw new Error(`Two routes for ${r.endpoint.id}`)
    if (r.endpoint.shared && (r.endpoint.access.kind !== 'public' || r.endpoint.method !== 'GET'))
      throw new Error(`${r.endpoint.id} is shared, so it must be a public read`)
    byId.set(r.endpoint.id, r)
  }
  // A crowd that comes from one video asks for one product: nothing is kept, only what is under way is shared.
  const shared = createSharedAnswers<Answer>(() => 0)
  async function callWithKey(r: Route, actor: KeyActor, rawInput: unknown, ctx: Ctx): Promise<Answer> {
    const { admit, note } = options.keyCalls!
    try {
      admit(r.endpoint, actor)
      const answered = await call(r, rawInput, ctx)
      await note(r.endpoint, actor, rawInput, ctx, answered.status)
      return answered
    } catch (error) {
      const known = error instanceof AppError ? error : new AppError('INTERNAL')
      await note(r.endpoint, actor, rawInput, ctx, known)
      throw error
    }
  }

  async function call({ endpoint, handle }: Route, rawInput: unknown, ctx: Ctx): Promise<Answer> {
    // Who may ask comes before what they sent: a stranger learns nothing from validation errors.
    authorize(
      endpoint.access,
      endpoint.method,
      ctx.actor,
      (rawInput ?? {}) as Record<string, unknown>,
      options.demo,
    )
    const input = parseInput(endpoint, rawInput, ctx.locale)
    const run = async (): Promise<Answer> => {
      const output = await handle(input as never, ctx)
      if (endpoint.file) return { status: 200, body: 'null', file: output as FileAnswer }
      return { status: endpoint.status ?? 200, body: JSON.stringify(endpoint.output.parse(output)) }
    }
    if (endpoint.shared) return shared(`${endpoint.id} ${JSON.stringify(input)}`, run)
    return endpoint.idempotent ? options.idempotency.once(endpoint, rawInput, ctx, run) : run()
  }

  return {
    routes: byId,
    call: (r, rawInput, ctx) =>
      ctx.actor.kind === 'key' && options.keyCalls
        ? callWithKey(r, ctx.actor, rawInput, ctx)
        : call(r, rawInput, ctx),
  }
}

/** zod's own sentences in the caller's language; English is built in. */
const SENTENCES = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError }
const MAX_FIELD_ERRORS = 20

function parseInput(endpoint: Endpoint, raw: unknown, locale: Locale): unknown {
  const parsed = endpoint.input.safeParse(raw ?? {}, { error: SENTENCES[locale] })
  if (parsed.success) return parsed.data
  throw inputError(parsed.error, locale)
}

/** The first issue that names a code of ours decides the problem's code; the issues are listed with their pointers. */
function inputError(error: z.ZodError, locale: Locale): AppError {
  const errors = error.issues.flatMap((issue) => fieldErrors(issue, locale)).slice(0, MAX_FIELD_ERRORS)
  const code =
    errors.map((e) => e.code).find((c): c is ErrorCode => c in ERRORS && c !== 'INPUT_INVALID') ??
    'INPUT_INVALID'
  return new AppError(code, {}, errors)
}

function fieldErrors(issue: z.core.$ZodIssue, locale: Locale): FieldError[] {
  const code = issueCode(issue)
  const at = (name: readonly PropertyKey[], detail: string) => ({
    pointer: `/${name.map(String).join('/').slice(0, 200)}`,
    code,
    detail: detail.slice(0, 300),
  })
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => at([...issue.path, key], ERRORS.UNKNOWN_FIELD.title[locale]))
  const { sentence } = ownParams(issue)
  if (sentence) return [at(issue.path, sentence[locale])]
  const unsaid = issue.code === 'custom' && code in ERRORS && OWN_SENTENCES.has(issue.message)
  return [at(issue.path, unsaid ? ERRORS[code as ErrorCode].title[locale] : issue.message)]
}

/** What our refinements bring along: a code, a sentence (`says` of kernel/contract.ts), or both. */
const ownParams = (issue: z.core.$ZodIssue): { code?: string; sentence?: Localized } =>
  (issue.code === 'custom' && issue.params) || {}

/** What zod says of a refinement that brings no sentence of its own. */
const OWN_SENTENCES = new Set(['Invalid input', '无效输入'])

function issueCode(issue: z.core.$ZodIssue): string {
  const { code } = ownParams(issue)
  if (code) return code
  if (issue.code === 'unrecognized_keys') return 'UNKNOWN_FIELD'
  if (issue.code === 'invalid_value') return 'ENUM'
  if (issue.code === 'invalid_format' && (issue.format === 'datetime' || issue.format === 'date'))
    return 'DATE_INVALID'
  if (issue.path.at(-1) === 'qty') return 'QTY_RANGE'
  if (String(issue.path.at(-1) ?? '').endsWith('Minor')) return 'AMOUNT_INVALID'
  return 'INPUT_INVALID'
}
