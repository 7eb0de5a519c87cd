// What may be shown, and who said so. A review is opened, looked at, decided once; nothing is shown without a passed one.
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Actor, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type { decideReview, ReviewSnapshot } from '../contract.ts'
import { findForbidden } from '../domain/forbidden-words.ts'
import { isAboutGoods } from '../domain/about-goods.ts'
import { dueAt } from '../domain/review-sla.ts'
import type { RuleId } from '../domain/rules.ts'
import { reviewDecided } from '../events.ts'
import * as repository from '../repository.ts'
import type { ReviewKind, ReviewRow } from '../repository.ts'
import { toReview, type Review } from './view.ts'

export type ReviewRequest = {
  kind: ReviewKind
  objectId: string
  orgId: string
  title: Localized
  snapshot: ReviewSnapshot
}

export type Verdict = {
  verdict: 'passed' | 'rejected'
  ruleId?: string | undefined
  note?: string | undefined
}

export function createReviews({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  const outbox = createOutbox(clock, ids)

  /**
   * Puts objects before a reviewer; from now until the verdict none of them may be shown. One that waits already is renewed.
   * @throws AppError POLICY_WORD {term, ruleId, sentence}: a forbidden word is refused at once, before it costs a day
   */
  const openReviews = async (tx: Tx, requests: readonly ReviewRequest[]): Promise<Id<'rvt'>[]> => {
    for (const r of requests) screenWords(wordsOf(r))
    const openedAt = clock.now()
    const tasks = requests.map((r) => ({
      ...r,
      reviewId: ids.next('rvt'),
      openedAt,
      dueAt: dueAt(r.kind, openedAt),
    }))
    const reviewIds = await repository.upsertTasks(tx, tasks)
    await setStandings(tx, requests, false)
    return reviewIds
  }

  const decideTasks = async (
    tx: Tx,
    reviewIds: readonly Id<'rvt'>[],
    { verdict, ruleId, note }: Verdict,
    reviewer: string,
    version?: number,
  ) => {
    const decision = { verdict, ruleId: ruleId ?? null, note: note ?? null, reviewer, decidedAt: clock.now() }
    const rows = await repository.decideTasks(tx, reviewIds, decision, version)
    await setStandings(
      tx,
      rows.map((r) => ({ kind: r.kind, objectId: r.object_id })),
      verdict === 'passed',
    )
    await outbox.publish(
      tx,
      rows.map((r) =>
        event(reviewDecided, r.object_id, {
          kind: r.kind,
          objectId: r.object_id,
          verdict,
          ruleId: decision.ruleId,
        }),
      ),
    )
    return rows
  }

  return {
    openReviews,
    openReview: async (tx: Tx, request: ReviewRequest): Promise<Id<'rvt'>> =>
      (await openReviews(tx, [request]))[0]!,
    screenWords,

    /** Its owner took an object back: nobody is asked about it any more. One that does not wait is left as it is. */
    withdrawReview: (tx: Tx, kind: ReviewKind, objectId: string): Promise<void> =>
      repository.withdrawTasks(tx, kind, [objectId]),

    /** The ids, of any kind, whose latest verdict is 'passed' and that wait for no other. Unknown ones are not among them. */
    mayBeShown: async (tx: Tx, asked: Partial<Record<ReviewKind, readonly string[]>>): Promise<Set<string>> =>
      new Set(await repository.passedAmong(tx, asked)),

    reviewable,

    /** One reviewer's verdict, once: of several at the same moment the others are refused. Refusals as `reviewable`. */
    async decide(tx: Tx, decision: InputOf<typeof decideReview>, actor: Actor): Promise<Review> {
      await reviewable(tx, decision, actor)
      const reviewer = actor.kind === 'person' ? actor.accountId : 'system'
      const { reviewId, expectedVersion = FIRST_VERSION, ...verdict } = decision
      const [row] = await decideTasks(tx, [reviewId], verdict, reviewer, expectedVersion)
      if (!row) throw refusal((await repository.findTask(tx, reviewId))!)
      return toReview(row, clock.now())
    },

    /** A machine's word on what was just handed in, signed 'system'; it can be appealed like any other. */
    async rejectByMachine(tx: Tx, reviewId: Id<'rvt'>, ruleId: RuleId, note: string): Promise<void> {
      const rows = await decideTasks(tx, [reviewId], { verdict: 'rejected', ruleId, note }, 'system')
      if (rows.length !== 1) throw new AppError('STATE_CONFLICT', { state: 'decided' })
    },

    /** The first forbidden term of a text, with its rule; null when there is none. */
    forbiddenIn: findForbidden,
    isAboutGoods,

    /** The demo world's reviewer: many verdicts in one go, signed 'system'. */
    async passAll(tx: Tx, reviewIds: readonly Id<'rvt'>[]): Promise<void> {
      const rows = await decideTasks(tx, reviewIds, { verdict: 'passed' }, 'system')
      if (rows.length !== reviewIds.length) throw new AppError('STATE_CONFLICT', { state: 'decided' })
    },
  }
}

async function setStandings(
  tx: Tx,
  objects: readonly { kind: ReviewKind; objectId: string }[],
  passed: boolean,
): Promise<void> {
  for (const [kind, same] of Map.groupBy(objects, (o) => o.kind))
    await repository.setStanding(
      tx,
      kind,
      same.map((o) => o.objectId),
      passed,
    )
}

/** What a reviewer saw who does not say which: only what was never edited since it was submitted. */
const FIRST_VERSION = 1

type Asked = { reviewId: Id<'rvt'>; expectedVersion?: number | undefined }

/**
 * What this actor would decide on.
 * @throws AppError NOT_FOUND · CONFLICT_OF_INTEREST · STATE_CONFLICT {state, verdict} when decided or withdrawn · STALE {version}
 * when edited since
 */
async function reviewable(
  tx: Tx,
  { reviewId, expectedVersion = FIRST_VERSION }: Asked,
  actor: Actor,
): Promise<{ kind: ReviewKind; objectId: string }> {
  const task = await repository.findTask(tx, reviewId)
  if (!task) throw new AppError('NOT_FOUND')
  const isInsider = actor.kind === 'person' && actor.memberships.some((m) => m.orgId === task.org_id)
  if (isInsider) throw new AppError('CONFLICT_OF_INTEREST')
  if (task.state !== 'queued' || expectedVersion !== task.version) throw refusal(task)
  return { kind: task.kind, objectId: task.object_id }
}

/** Why it cannot be decided: somebody was quicker, it was taken back, or the object was edited. */
const refusal = (task: ReviewRow): AppError =>
  task.state === 'queued'
    ? new AppError('STALE', { version: task.version })
    : new AppError('STATE_CONFLICT', { state: task.state, verdict: task.verdict })

export type Words = { pointer: string; text: string }

/** @throws AppError POLICY_WORD {term, ruleId, sentence} for the first forbidden word; `pointer` says in which field. */
function screenWords(words: readonly Words[]): void {
  for (const { pointer, text } of words) {
    const hit = findForbidden(text)
    if (hit)
      throw new AppError('POLICY_WORD', { ...hit }, [{ pointer, code: 'POLICY_WORD', detail: hit.term }])
  }
}

function wordsOf({ title, snapshot }: ReviewRequest): Words[] {
  const both = (pointer: string, text: Localized | null): Words[] =>
    text
      ? [
          { pointer: `${pointer}/zh`, text: text.zh },
          { pointer: `${pointer}/en`, text: text.en },
        ]
      : []
  return [
    ...both('/title', title),
    ...both('/description', snapshot.description),
    ...snapshot.facts.flatMap((f) => [...both('/facts', f.label), ...both('/facts', f.value)]),
  ]
}
