// The after-sale table against itself: nothing outside it moves, nothing stands still for ever, every history ends; and the sums
// of a line’s refunds.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { AFTER_SALE_DOC, afterSaleDoc } from '../../../tools/after-sale-doc.ts'
import {
  AFTER_SALE_REASONS,
  AFTER_SALE_STATES,
  AFTER_SALE_TYPES,
  askableUntil,
  isOver,
  lapsesAfterMs,
  mayAsk,
  REASON_RULES,
  reasonsFor,
  STATE_RULES,
  typesAskable,
  TYPE_RULES,
  type AfterSaleState,
  type AfterSaleType,
} from './after-sale.ts'
import {
  ACTORS,
  AFTER_SALE_MOVES,
  GUARDS,
  MOVES,
  movesOf,
  rowFor,
  type CaseFacts,
  type MoveRow,
  type Standing,
} from './after-sale-moves.ts'
import { AFTER_SALE_QUEUES, QUEUE_RULES } from './after-sale-queues.ts'
import { freightGoesBack, leftOfLine, mostFor, priceDifference, worthOf, type Taken } from './refundable.ts'

const NOTHING: CaseFacts = {
  goodsReturned: false,
  extended: false,
  buyerHeard: false,
  merchantHeard: false,
  serialsDiffer: false,
  judged: false,
  soldOut: false,
}
const anyFacts = fc.record({
  goodsReturned: fc.boolean(),
  extended: fc.boolean(),
  buyerHeard: fc.boolean(),
  merchantHeard: fc.boolean(),
  serialsDiffer: fc.boolean(),
  judged: fc.boolean(),
  soldOut: fc.boolean(),
})
const anyStanding = fc.record({
  type: fc.constantFrom(...AFTER_SALE_TYPES),
  state: fc.constantFrom(...AFTER_SALE_STATES),
  facts: anyFacts,
})

/** What a move leaves behind, as service/after-sale.ts does. */
function after(at: Standing, row: MoveRow): Standing {
  const facts = { ...at.facts }
  if (row.move === 'send-back') facts.goodsReturned = true
  if (row.move === 'extend') facts.extended = true
  if (row.move === 'give-evidence') facts[row.by === 'buyer' ? 'buyerHeard' : 'merchantHeard'] = true
  if (row.move.startsWith('rule-')) facts.judged = true
  return { ...at, state: row.to, facts }
}
const openRows = (at: Standing) =>
  ACTORS.flatMap((by) => movesOf(by, at).map((move) => rowFor(move, by, at)!))
const start = (type: AfterSaleType, facts: Partial<CaseFacts> = {}): Standing => ({
  type,
  state: 'applied',
  facts: { ...NOTHING, ...facts },
})

/** Every standing that can be reached, whatever the world does about stock and numbers. */
function reachable(): Standing[] {
  const seen = new Map<string, Standing>()
  const queue = AFTER_SALE_TYPES.flatMap((type) =>
    [false, true].flatMap((serialsDiffer) =>
      [false, true].map((soldOut) => start(type, { serialsDiffer, soldOut })),
    ),
  )
  for (let at = queue.pop(); at; at = queue.pop()) {
    const key = JSON.stringify(at)
    if (seen.has(key)) continue
    seen.set(key, at)
    for (const row of openRows(at)) queue.push(after(at, row))
  }
  return [...seen.values()]
}

describe('the after-sale table', () => {
  it('lets nothing move that is not a row of it', () => {
    fc.assert(
      fc.property(anyStanding, fc.constantFrom(...MOVES), fc.constantFrom(...ACTORS), (at, move, by) => {
        const row = rowFor(move, by, at)
        const rows = AFTER_SALE_MOVES.filter(
          (r) =>
            r.move === move &&
            r.by === by &&
            r.from === at.state &&
            r.types.includes(at.type) &&
            r.guards.every((g) => GUARDS[g](at.facts)),
        )
        assert.ok(row === null ? rows.length === 0 : rows.includes(row))
        assert.ok(rows.length <= 1, `${move} by ${by} from ${at.state} is not clear for ${at.type}`)
        if (isOver(at.state)) assert.equal(row, null, 'what is over stays over')
      }),
      { numRuns: 3_000 },
    )
  })

  it('leaves nobody waiting for ever: what is not over has a clock that has a move', () => {
    for (const at of reachable().filter((s) => !isOver(s.state))) {
      const granted = rowFor('grant', 'system', at)
      assert.notEqual(lapsesAfterMs(at.state, at.type), null, at.state)
      assert.ok(
        granted ?? rowFor('lapse', 'system', at),
        `${at.type} in ${at.state}: the clock has no move ${JSON.stringify(at.facts)}`,
      )
    }
  })

  it('has a person for every state that says it waits for one', () => {
    for (const at of reachable().filter((s) => !rowFor('grant', 'system', s))) {
      const who = STATE_RULES[at.state].waitsFor
      if (who === null) continue
      for (const by of who === 'both' ? (['buyer', 'merchant'] as const) : [who])
        assert.ok(
          movesOf(by, at).length > 0 || (at.facts.soldOut && by === 'merchant'),
          `${by} can do nothing in ${at.state} (${at.type})`,
        )
    }
  })

  it('ends every history, whoever does what', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...AFTER_SALE_TYPES),
        fc.boolean(),
        fc.boolean(),
        fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
        (type, serialsDiffer, soldOut, choices) => {
          let at = start(type, { serialsDiffer, soldOut })
          // Evidence may be given again and again; that is talk, not a move on.
          let moved = 0
          for (const choice of choices) {
            const rows = openRows(at).filter((r) => r.to !== r.from || r.move === 'extend')
            if (rows.length === 0) break
            at = after(at, rows[choice % rows.length]!)
            moved++
          }
          assert.ok(isOver(at.state), `${type} stands in ${at.state} after ${moved} moves`)
          assert.ok(moved <= 16)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('silence alone ends every case, and never with goods and money both gone', () => {
    for (const from of reachable()) {
      let at = from
      let paid = false
      for (let i = 0; i < 12 && !isOver(at.state); i++) {
        const row = rowFor('grant', 'system', at) ?? rowFor('lapse', 'system', at)
        if (!row) break
        paid ||= row.pays
        at = after(at, row)
      }
      assert.ok(isOver(at.state), `${from.type} from ${from.state}`)
      if (from.facts.goodsReturned && !isOver(from.state) && from.state !== 'sent-out')
        assert.ok(
          paid || ['sent-out', 'done'].includes(at.state),
          `${from.type} ${from.state}: shop keeps both`,
        )
    }
  })

  it('pays once a history at most', () => {
    for (const row of AFTER_SALE_MOVES) if (row.pays) assert.equal(row.to, 'done')
    for (const row of AFTER_SALE_MOVES) if (row.platformBears) assert.ok(row.pays)
  })

  it('knows each type, reason and queue', () => {
    assert.equal(new Set(AFTER_SALE_TYPES.map((t) => TYPE_RULES[t].code)).size, AFTER_SALE_TYPES.length)
    assert.equal(new Set(AFTER_SALE_STATES.map((s) => STATE_RULES[s].code)).size, AFTER_SALE_STATES.length)
    for (const type of AFTER_SALE_TYPES) assert.ok(reasonsFor(type).length > 0, type)
    for (const reason of AFTER_SALE_REASONS) assert.ok(REASON_RULES[reason].types.length > 0, reason)
    assert.equal(AFTER_SALE_QUEUES.length, 18)
    const queued = new Set<AfterSaleState>(AFTER_SALE_QUEUES.flatMap((q) => QUEUE_RULES[q].states))
    assert.deepEqual(
      AFTER_SALE_STATES.filter((s) => !queued.has(s)),
      [],
      'every state stands in a queue',
    )
  })

  it('is what docs/after-sale.md says', async () => {
    assert.equal(await readFile(AFTER_SALE_DOC, 'utf8'), afterSaleDoc(), 'run: node tools/after-sale-doc.ts')
  })
})

const DAY = 86_400_000
const day = (n: number) => new Date(Date.UTC(2026, 9, 1) + n * DAY)

describe('when what may be asked', () => {
  const received = { state: 'received' as const, paidAt: day(-5), receivedAt: day(0) }
  it('the shorter of type and reason bounds it', () => {
    assert.deepEqual(askableUntil('return-and-refund', 'changed-mind', received), day(7))
    assert.deepEqual(askableUntil('return-and-refund', 'damaged', received), day(30))
    assert.deepEqual(askableUntil('exchange', 'damaged', received), day(15))
    assert.deepEqual(askableUntil('price-protection', 'price-fell', received), day(10), 'from payment')
    assert.equal(askableUntil('resend', 'changed-mind', received), undefined)
    assert.equal(mayAsk('repair', 'stopped-working', received, day(364.9)), true)
    assert.equal(mayAsk('repair', 'stopped-working', received, day(365)), false)
  })
  it('on its way there is no date, and nothing to exchange', () => {
    const sent = { state: 'shipped' as const, paidAt: day(0), receivedAt: null }
    assert.equal(askableUntil('refund-only', 'late', sent), null)
    assert.equal(askableUntil('exchange', 'damaged', sent), undefined)
    assert.equal(mayAsk('before-shipping', 'late', sent, day(1)), false)
  })
})

describe('what can be asked for at all', () => {
  const asked = (state: Parameters<typeof typesAskable>[0]['state'], receivedAt: Date | null, now: Date) =>
    Object.fromEntries(
      typesAskable({ state, paidAt: day(0), receivedAt }, now).map((t) => [t.type, t.reasons]),
    )
  it('before shipping the money, for whatever reason its owner has, at any time', () => {
    assert.deepEqual(asked('paid', null, day(300)), { 'before-shipping': ['changed-mind', 'late', 'other'] })
    assert.deepEqual(asked('paid', null, day(1)), {
      'before-shipping': ['changed-mind', 'late', 'other'],
      'price-protection': ['price-fell'],
    })
    assert.deepEqual(asked('awaiting-payment', null, day(1)), {})
  })
  it('twenty days after it came: what the shop answers for, no change of mind, nothing to exchange', () => {
    assert.deepEqual(asked('completed', day(2), day(22)), {
      'return-and-refund': ['wrong-item', 'damaged', 'not-as-described'],
      'refund-only': ['wrong-item', 'damaged', 'not-as-described', 'missing-parts'],
      repair: ['damaged', 'stopped-working'],
    })
    assert.deepEqual(asked('completed', day(2), day(400)), {})
  })
  it('a repair has longer than a parcel off the shelf, and longer only to be sent', () => {
    assert.equal(lapsesAfterMs('to-send', 'repair'), 15 * DAY)
    assert.equal(lapsesAfterMs('to-send', 'exchange'), 2 * DAY)
    assert.equal(lapsesAfterMs('sent-back', 'repair'), 8 * DAY)
    assert.equal(lapsesAfterMs('done', 'repair'), null)
  })
})

describe('what of a line can be given back', () => {
  const anyLine = fc.record({
    lineId: fc.constant('oln_1'),
    qty: fc.integer({ min: 1, max: 20 }),
    paidMinor: fc.bigInt({ min: 1n, max: 1_000_000n }),
  })
  it('unit by unit it adds up to what was paid, to the cent, in whatever order', () => {
    fc.assert(
      fc.property(anyLine, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 }), (line, asks) => {
        let taken: Taken = { minor: 0n, units: 0 }
        for (const wish of [...asks, ...Array.from({ length: line.qty }, () => 1)]) {
          const most = mostFor(line, wish, taken)
          if (wish > line.qty - taken.units) assert.equal(most, null)
          if (most === null) continue
          assert.ok(most <= leftOfLine(line, taken.minor))
          taken = { minor: taken.minor + most, units: taken.units + wish }
        }
        assert.equal(taken.units, line.qty)
        assert.equal(taken.minor, line.paidMinor)
      }),
      { numRuns: 500 },
    )
  })
  it('a part is rounded down, the whole is the whole', () => {
    const line = { lineId: 'oln_1', qty: 3, paidMinor: 100n }
    assert.deepEqual([worthOf(line, 1), worthOf(line, 2), worthOf(line, 3)], [33n, 66n, 100n])
    assert.equal(mostFor(line, 1, { minor: 0n, units: 0 }), 33n, 'not all that is left')
    assert.equal(mostFor(line, 1, { minor: 66n, units: 2 }), 34n)
    assert.deepEqual([leftOfLine(line, 30n), leftOfLine(line, 100n), leftOfLine(line, 101n)], [70n, 0n, 0n])
    assert.equal(worthOf(line, 4), 100n)
    assert.equal(mostFor(line, 2, { minor: 80n, units: 0 }), 20n, 'a price difference went back before')
  })
  it('a lower price is made good once, and again when it falls further', () => {
    assert.equal(priceDifference(20_000n, 2, 9_000n), 2_000n)
    assert.equal(priceDifference(18_000n, 2, 9_000n), 0n)
    assert.equal(priceDifference(18_000n, 2, 8_500n), 1_000n)
    assert.equal(priceDifference(18_000n, 2, 12_000n), 0n)
  })
  it('freight goes back with the last of it, unless the buyer only changed their mind', () => {
    assert.equal(freightGoesBack('before-shipping', 'changed-mind', true), true)
    assert.equal(freightGoesBack('before-shipping', 'changed-mind', false), false)
    assert.equal(freightGoesBack('return-and-refund', 'changed-mind', true), false)
    assert.equal(freightGoesBack('return-and-refund', 'damaged', true), true)
  })
})
