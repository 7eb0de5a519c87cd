import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
import { checkSignal, DWELL_CAP_MS, type SignalDraft, type SlateFacts } from './check-signal.ts'
import { dayOfId } from './signal.ts'

const ulid = (n: number) => String(n).padStart(26, '0')
const me = `usr_${ulid(1)}` as const
const now = new Date('2026-11-01T04:00:00Z')
const slate: SlateFacts = {
  accountId: me,
  items: [
    { contentId: `cnt_${ulid(0)}`, productIds: [`prd_${ulid(0)}`], forecast: 0.5 },
    { contentId: `cnt_${ulid(1)}`, productIds: [], forecast: null },
  ],
}
const draft = (changes: Partial<SignalDraft> = {}): SignalDraft => ({
  id: `sig_${ulid(1)}`,
  kind: 'dwell',
  at: now.toISOString(),
  slateId: `slt_${ulid(1)}`,
  position: 0,
  contentId: `cnt_${ulid(0)}`,
  dwellMs: 5000,
  ...changes,
})
const check = (changes: Partial<SignalDraft> = {}, facts: SlateFacts | null = slate, sentAt = now) =>
  checkSignal(draft(changes), facts, me, sentAt, now)
const codeOf = (changes: Partial<SignalDraft>, facts: SlateFacts | null = slate) => {
  const checked = check(changes, facts)
  return checked.ok ? 'ok' : checked.code
}
const at = (ms: number) => new Date(now.getTime() + ms).toISOString()

describe('checking a signal', () => {
  it('takes a good one, by the platform’s clock', () => {
    const checked = check({ at: at(-3000), durationMs: 12_000 })
    assert.ok(checked.ok)
    assert.deepEqual(checked.signal, {
      id: `sig_${ulid(1)}`,
      kind: 'dwell',
      accountId: me,
      at: new Date(now.getTime() - 3000),
      slateId: `slt_${ulid(1)}`,
      position: 0,
      contentId: `cnt_${ulid(0)}`,
      productId: null,
      dwellMs: 5000,
      durationMs: 12_000,
      forecast: 0.5,
    })
  })

  it('takes what really played and where it was left', () => {
    const checked = check({
      watched: [
        [0, 3_000.4],
        [0, 1_500],
      ],
      clipAtMs: 1_500.2,
    })
    assert.ok(checked.ok)
    assert.deepEqual(checked.signal.watched, [
      [0, 3_000],
      [0, 1_500],
    ])
    assert.equal(checked.signal.clipAtMs, 1_500)
  })

  it('refuses parts that run backwards, are too many or too long, outlast the dwell, or hang on something else', () => {
    const bad: Partial<SignalDraft>[] = [
      { watched: [[2_000, 1_000]] },
      { watched: [[0, Number.POSITIVE_INFINITY]] },
      { watched: [[-5, 1_000]] },
      { watched: Array.from({ length: 21 }, () => [0, 10] as const) },
      {
        watched: [
          [0, 5_000],
          [0, 5_000],
        ],
      },
      { kind: 'swipe', watched: [[0, 1_000]] },
      { clipAtMs: 600_001 },
      { clipAtMs: Number.NaN },
    ]
    for (const changes of bad) assert.equal(codeOf(changes), 'INPUT_INVALID', JSON.stringify(changes))
  })

  it('takes a wrong clock out: only the distance between doing and sending counts', () => {
    const sentAt = new Date('2031-01-01T00:00:10Z')
    const checked = check({ at: '2031-01-01T00:00:00Z' }, slate, sentAt)
    assert.ok(checked.ok && checked.signal.at.getTime() === now.getTime() - 10_000)
  })

  it('answers a slate of someone else exactly like a missing one', () => {
    assert.equal(codeOf({}, null), 'NOT_FOUND')
    assert.equal(codeOf({}, { ...slate, accountId: 'usr_other' }), 'NOT_FOUND')
  })

  it('refuses a place that is not in the slate, or holds something else', () => {
    assert.equal(codeOf({ position: 2 }), 'NOT_FOUND')
    assert.equal(codeOf({ position: 1 }), 'NOT_FOUND')
    assert.equal(codeOf({ contentId: `cnt_${ulid(9)}` }), 'NOT_FOUND')
    assert.equal(codeOf({ kind: 'click', productId: `prd_${ulid(9)}` }), 'NOT_FOUND')
  })

  it('refuses what is older than a day or from the future', () => {
    assert.equal(codeOf({ at: at(-DAY_MS) }), 'ok')
    assert.equal(codeOf({ at: at(-DAY_MS - 1) }), 'CLOCK_SKEW')
    assert.equal(codeOf({ at: at(MINUTE_MS + 1) }), 'CLOCK_SKEW')
    assert.equal(codeOf({ at: 'yesterday' }), 'CLOCK_SKEW')
  })

  it('needs what its kind means', () => {
    assert.equal(codeOf({ kind: 'dwell', dwellMs: undefined }), 'INPUT_INVALID')
    for (const kind of ['click', 'sheet', 'cart'] as const) {
      assert.equal(codeOf({ kind }), 'INPUT_INVALID')
      assert.equal(codeOf({ kind, productId: `prd_${ulid(0)}` }), 'ok')
    }
    assert.equal(codeOf({ kind: 'impression', dwellMs: undefined }), 'ok')
  })

  it('caps a long dwell and refuses a poisoned one', () => {
    const long = check({ dwellMs: 30 * MINUTE_MS })
    assert.ok(long.ok && long.signal.dwellMs === DWELL_CAP_MS)
    for (const dwellMs of [Number.NaN, Infinity, -1, 1e300, 3_600_001])
      assert.equal(codeOf({ dwellMs }), 'INPUT_INVALID')
    for (const durationMs of [0, -5, Number.NaN]) assert.equal(codeOf({ durationMs }), 'INPUT_INVALID')
  })

  it('whatever comes, what enters is finite, small and in the past', () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.double(),
        fc.integer({ min: -1e13, max: 1e13 }),
        fc.integer(),
        fc.string(),
        (dwellMs, durationMs, ageMs, position, id) => {
          const checked = check({
            dwellMs,
            durationMs,
            position,
            id: ageMs % 2 ? id : draft().id,
            at: new Date(now.getTime() - Math.trunc(ageMs / 100)).toISOString(),
          })
          if (!checked.ok) return
          const s = checked.signal
          assert.ok(Number.isInteger(s.dwellMs) && s.dwellMs! >= 0 && s.dwellMs! <= DWELL_CAP_MS)
          assert.ok(Number.isInteger(s.durationMs) && s.durationMs! <= DWELL_CAP_MS)
          assert.ok(s.at <= now && s.at.getTime() >= now.getTime() - DAY_MS)
          assert.equal(s.contentId, slate.items[s.position!]!.contentId)
        },
      ),
    )
  })
})

describe('the day of an id', () => {
  it('is its own time, whoever asks and whenever', () => {
    assert.equal(dayOfId('sig_01KHJ0V400ABCDEFGHJKMNPQRS'), dayOfId('sig_01KHJ0V400ZZZZZZZZZZZZZZZZ'))
    assert.equal(dayOfId(`sig_${'0'.repeat(26)}`), '1970-01-01')
    assert.equal(dayOfId(`sig_${'Z'.repeat(26)}`), '9999-01-01')
  })
})
