// What people saw and did, as seen from outside: the batch a client sends, and the operator's log. An item is checked by
// itself, so one bad signal never costs the good ones around it. `signals.record` is served by flows/record-signals.ts,
// which also teaches the feed before it answers.
import { z } from 'zod'
import { endpoint, idOf, instant, pageIn, pageOf } from '#kernel/contract'
import { CLIENT_KINDS, MAX_BATCH, MAX_POSITION, MAX_WATCHED, SIGNAL_KINDS } from './domain/signal-kinds.ts'

export { MAX_WATCHED }

const kind = z.enum(SIGNAL_KINDS)

/** One signal as a client sends it. `at` and `sentAt` are by the client's own clock; only their difference is used. */
export const signalIn = z.strictObject({
  /** Made by the client; sending the same id again changes nothing. */
  id: idOf('sig'),
  kind: z.enum(CLIENT_KINDS),
  at: instant,
  slateId: idOf('slt'),
  /** 0-based place in the slate. */
  position: z.number().int().min(0).max(MAX_POSITION),
  contentId: idOf('cnt'),
  /** For click, sheet, cart: the card that was touched. */
  productId: idOf('prd').nullable().optional(),
  /** For dwell and swipe: how long it was on screen, and how long the clip is. */
  dwellMs: z.number().optional(),
  durationMs: z.number().optional(),
  /** Where in the clip it happened, ms; of a dwell: where the viewer left. */
  clipAtMs: z.number().optional(),
  /** Of a dwell: which parts of the clip really played, [from, to] in ms, in order; each round of a loop is a part of its own. */
  watched: z
    .array(z.tuple([z.number(), z.number()]))
    .max(MAX_WATCHED)
    .optional(),
})
export type SignalIn = z.input<typeof signalIn>

/** Documented as `signalIn` but taken as it comes: the service checks each and answers which it refused. */
const { $schema: _, ...signalInSchema } = z.toJSONSchema(signalIn, { io: 'input' })
const unchecked = z.unknown().meta(signalInSchema) as unknown as z.ZodType<unknown, SignalIn>

export const record = endpoint({
  id: 'signals.record',
  method: 'POST',
  path: '/api/v1/signals',
  summary: { zh: '上报行为（成批）', en: 'Send signals, in a batch' },
  access: { kind: 'person' },
  input: z.object({
    /** The client's clock when it sends; corrects a clock that is off. */
    sentAt: instant.optional(),
    items: z.array(unchecked).min(1).max(MAX_BATCH),
  }),
  output: z.object({
    accepted: z.number().int(),
    duplicates: z.number().int(),
    refused: z.array(z.object({ id: z.string().nullable(), index: z.number().int(), code: z.string() })),
  }),
  errors: ['UNAUTHENTICATED', 'INPUT_INVALID', 'DATE_INVALID', 'BODY_TOO_LARGE'],
  status: 202,
})

export const signalRow = z.object({
  id: idOf('sig'),
  kind,
  /** By the platform's clock. */
  at: instant,
  receivedAt: instant,
  accountId: idOf('usr'),
  slateId: idOf('slt').nullable(),
  position: z.number().int().nullable(),
  contentId: idOf('cnt').nullable(),
  productId: idOf('prd').nullable(),
  dwellMs: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
})

export const list = endpoint({
  id: 'signals.list',
  method: 'GET',
  path: '/api/v1/platform/signals',
  summary: { zh: '行为日志', en: 'The signal log, newest first' },
  access: { kind: 'platform', scope: 'signal.read' },
  input: z.object({
    accountId: idOf('usr').optional(),
    contentId: idOf('cnt').optional(),
    kind: kind.optional(),
    ...pageIn,
  }),
  output: pageOf(signalRow),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'CURSOR_INVALID', 'ENUM'],
})

const outcome = z.object({
  id: idOf('sig'),
  kind,
  at: instant,
  productId: idOf('prd').nullable(),
  dwellMs: z.number().int().nullable(),
})

export const slateItemLog = z.object({
  position: z.number().int(),
  contentId: idOf('cnt'),
  creatorId: idOf('crt'),
  productIds: z.array(idOf('prd')),
  /** Which sources proposed it. */
  sources: z.array(z.string()),
  /** Total, and what each scorer added to it. */
  score: z.number(),
  scores: z.record(z.string(), z.number()),
  /** What of the score foretells that it is enjoyed; null on lists that foretell nothing. */
  forecast: z.number().nullable(),
  /** Chosen by exploration rather than by score. */
  explored: z.boolean(),
  /** How likely the policy was to put it here, given the places before it. */
  propensity: z.number(),
  /** Rules of placing (caps, density of goods, runs) that were broken here, because nothing kept them all; left out: none. */
  gaveWay: z.array(z.string()).optional(),
  /** The reasons told to the viewer. */
  why: z.array(z.object({ code: z.string(), tag: z.string().nullable(), weight: z.number() })),
})
export type SlateItemLog = z.output<typeof slateItemLog>

export const slateLog = z.object({
  slateId: idOf('slt'),
  accountId: idOf('usr'),
  surface: z.enum(['recommend', 'following']),
  personalised: z.boolean(),
  /** Version of the parameters that made it. */
  policy: z.string(),
  servedAt: instant,
  /** The person's interests the ranking read; empty when personalisation is off. */
  features: z.record(z.string(), z.number()),
  items: z.array(slateItemLog),
  /** Per source and filter: milliseconds, how many candidates it kept and removed, and the first few removed by name. */
  stages: z.array(
    z.object({
      stage: z.string(),
      ms: z.number(),
      kept: z.number().int(),
      removed: z.number().int(),
      removedIds: z.array(z.string()),
    }),
  ),
})
export type SlateLog = z.output<typeof slateLog>

export const getSlate = endpoint({
  id: 'signals.getSlate',
  method: 'GET',
  path: '/api/v1/platform/slates/{slateId}',
  summary: { zh: '一次推荐的完整记录', en: 'One slate: scores, provenance, propensity and outcomes' },
  access: { kind: 'platform', scope: 'signal.read' },
  input: z.object({ slateId: idOf('slt') }),
  output: slateLog.extend({ items: z.array(slateItemLog.extend({ outcomes: z.array(outcome) })) }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const signalsEndpoints = [record, list, getSlate] as const
