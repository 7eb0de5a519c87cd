// Taking behaviour in and giving the log out. Slates are remembered for a while in memory, because nearly every signal cites
// one that this process served seconds ago.
import { AppError, type ErrorCode } from '#kernel/errors'
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { signalIn, type getSlate, type list, type record, type SlateLog } from './contract.ts'
import { checkSignal, type SlateFacts } from './domain/check-signal.ts'
import type { NewSignal, Signal, SignalCursor } from './domain/signal.ts'
import * as repository from './repository.ts'

export type RefusedSignal = OutputOf<typeof record>['refused'][number]
export type CheckedBatch = { accepted: NewSignal[]; refused: RefusedSignal[] }

const REMEMBERED_SLATES = 20_000

/** What a signal is checked against and no more: twenty thousand whole slates would be half a gigabyte. */
const factsOf = ({ accountId, items }: SlateLog): SlateFacts => ({
  accountId,
  items: items.map(({ contentId, productIds, forecast }) => ({ contentId, productIds, forecast })),
})

export function createSignalsService({ clock }: Deps) {
  const recent = new Map<string, SlateFacts>()
  const counters = { accepted: 0, duplicates: 0, refused: new Map<string, number>() }

  const remember = (slateId: string, facts: SlateFacts) => {
    recent.set(slateId, facts)
    if (recent.size > REMEMBERED_SLATES) recent.delete(recent.keys().next().value!)
  }
  const slateFacts = async (tx: Tx, slateIds: ReadonlySet<string>): Promise<Map<string, SlateFacts>> => {
    const missing = [...slateIds].filter((id) => !recent.has(id))
    if (missing.length > 0)
      for (const [id, facts] of await repository.findSlateFacts(tx, missing)) remember(id, facts)
    return recent
  }

  const append = async (
    tx: Tx,
    signals: readonly NewSignal[],
    commit: repository.Commit,
  ): Promise<Signal[]> => {
    if (signals.length === 0) return []
    const appended = await repository.insertSignals(tx, signals, clock.now(), commit)
    counters.accepted += appended.length
    counters.duplicates += signals.length - appended.length
    return appended
  }
  const logSlates = async (tx: Tx, slates: readonly SlateLog[], commit: repository.Commit): Promise<void> => {
    if (slates.length === 0) return
    await repository.insertSlates(tx, slates, commit)
    for (const s of slates) remember(s.slateId, factsOf(s))
  }

  return {
    /** Sorts a client's batch into what may enter the log and what is refused, item by item. */
    async check(tx: Tx, accountId: Id<'usr'>, batch: InputOf<typeof record>): Promise<CheckedBatch> {
      const now = clock.now()
      const sentAt = batch.sentAt === undefined ? now : new Date(batch.sentAt)
      const parsed = batch.items.map((item) => signalIn.safeParse(item))
      const slates = await slateFacts(tx, new Set(parsed.flatMap((p) => (p.success ? [p.data.slateId] : []))))
      const out: CheckedBatch = { accepted: [], refused: [] }
      parsed.forEach((p, index) => {
        const checked = p.success
          ? checkSignal(p.data, slates.get(p.data.slateId) ?? null, accountId, sentAt, now)
          : { ok: false as const, code: shapeCode(p.error.issues) }
        if (checked.ok) return void out.accepted.push(checked.signal)
        out.refused.push({ id: idOfItem(batch.items[index]), index, code: checked.code })
        counters.refused.set(checked.code, (counters.refused.get(checked.code) ?? 0) + 1)
      })
      return out
    },

    /** Appends what is new, in the caller's transaction, and answers it with its place in the log; resent ids change nothing. */
    append: (tx: Tx, signals: readonly NewSignal[]): Promise<Signal[]> => append(tx, signals, 'withCaller'),
    /** The same as one statement of its own with relaxed durability. Only with `db.read`. */
    appendAlone: (tx: Tx, signals: readonly NewSignal[]): Promise<Signal[]> => append(tx, signals, 'relaxed'),

    /** Writes slates, in the caller's transaction. A slate is logged before it is answered. */
    logSlates: (tx: Tx, slates: readonly SlateLog[]): Promise<void> => logSlates(tx, slates, 'withCaller'),
    /** The same as one statement of its own with relaxed durability. Only with `db.read`. */
    logSlatesAlone: (tx: Tx, slates: readonly SlateLog[]): Promise<void> => logSlates(tx, slates, 'relaxed'),

    slateOf: (tx: Tx, slateId: Id<'slt'>): Promise<SlateLog | null> => repository.findSlate(tx, slateId),

    /** The log after a cursor, in order, without gaps: what every learner and roll-up follows. */
    readSignals: (tx: Tx, cursor: SignalCursor, limit: number): Promise<Signal[]> =>
      repository.readSignalsAfter(tx, cursor, limit),

    /** The slates after one, in order; '' for the first. */
    readSlates: (tx: Tx, afterId: string, limit: number): Promise<SlateLog[]> =>
      repository.readSlatesAfter(tx, afterId, limit),

    /** Since this process began: taken, resent, and refused by code. */
    counts: () => ({
      accepted: counters.accepted,
      duplicates: counters.duplicates,
      refused: Object.fromEntries(counters.refused),
    }),

    async list(tx: Tx, input: InputOf<typeof list>): Promise<OutputOf<typeof list>> {
      const rows = await repository.listSignals(tx, {
        ...input,
        beforeSeq: readCursor(input.cursor),
        limit: input.limit + 1,
      })
      const page = rows.slice(0, input.limit)
      return {
        items: page.map(asRow),
        nextCursor: rows.length > page.length ? encodeCursor([String(page.at(-1)!.seq)]) : null,
      }
    },

    async getSlate(tx: Tx, slateId: Id<'slt'>): Promise<OutputOf<typeof getSlate>> {
      const slate = await repository.findSlate(tx, slateId)
      if (!slate) throw new AppError('NOT_FOUND')
      const outcomes = await repository.signalsOfSlate(tx, slateId)
      return {
        ...slate,
        items: slate.items.map((item) => ({
          ...item,
          outcomes: outcomes
            .filter((s) => s.position === item.position)
            .map((s) => ({
              id: s.id,
              kind: s.kind,
              at: s.at.toISOString(),
              productId: s.productId,
              dwellMs: s.dwellMs,
            })),
        })),
      }
    },
  }
}

const asRow = ({
  seq: _seq,
  xid: _xid,
  forecast: _forecast,
  clipAtMs: _clipAtMs,
  watched: _watched,
  ...s
}: Signal) => ({
  ...s,
  at: s.at.toISOString(),
  receivedAt: s.receivedAt.toISOString(),
})

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  const seq = Number(decodeCursor(cursor, 1)?.[0])
  if (!Number.isSafeInteger(seq) || seq < 0) throw new AppError('CURSOR_INVALID')
  return seq
}

const idOfItem = (item: unknown): string | null => {
  const id = (item as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id.slice(0, 64) : null
}

function shapeCode(issues: readonly { code: string; path: readonly PropertyKey[] }[]): ErrorCode {
  if (issues.some((i) => i.code === 'unrecognized_keys')) return 'UNKNOWN_FIELD'
  if (issues.some((i) => i.path[0] === 'kind')) return 'ENUM'
  if (issues.some((i) => i.path[0] === 'at')) return 'DATE_INVALID'
  return 'INPUT_INVALID'
}
