import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sumMinor } from '#kernel/money'
import { cashBack, sharesOf } from './parts.ts'
import { depositParts, type Deposit, type Quote } from './quote.ts'

const minors = (min: number) =>
  fc.array(fc.bigInt({ min: BigInt(min), max: 10_000_000n }), { minLength: 1, maxLength: 6 })

/** Cuts `total` into at most `n` parts that are its whole. */
const cutInto = (total: bigint, cuts: readonly number[]): bigint[] => {
  const marks = [...new Set(cuts.map((c) => (total * BigInt(c)) / 1000n))].filter((m) => m > 0n && m < total)
  const at = [0n, ...marks.toSorted((a, b) => Number(a - b)), total]
  return at.slice(1).map((mark, i) => mark - at[i]!)
}

describe('parts of a checkout', () => {
  it('fill the orders from the first on: every part and every order to the cent', () => {
    fc.assert(
      fc.property(minors(1), fc.array(fc.nat({ max: 999 }), { maxLength: 4 }), (totals, cuts) => {
        const amounts = cutInto(sumMinor(totals), cuts)
        const shares = amounts.map((_, n) => sharesOf(totals, amounts, n))
        shares.forEach((of, n) => assert.equal(sumMinor(of), amounts[n]))
        totals.forEach((total, i) => assert.equal(sumMinor(shares.map((of) => of[i]!)), total))
        assert.ok(shares.flat().every((s) => s >= 0n))
      }),
    )
    assert.deepEqual(sharesOf([100n, 50n], [120n, 30n], 0), [100n, 20n])
    assert.deepEqual(sharesOf([100n, 50n], [120n, 30n], 1), [0n, 30n])
  })

  it('refunds go back to the last payment first, to none more than it brought', () => {
    fc.assert(
      fc.property(minors(0), fc.nat({ max: 1000 }), (lefts, permille) => {
        const amount = (sumMinor(lefts) * BigInt(permille)) / 1000n
        const sources = lefts.map((leftMinor) => ({ leftMinor }))
        const legs = cashBack(sources, amount)
        assert.equal(sumMinor(legs.map((l) => l.amountMinor)), amount)
        assert.ok(legs.every((l) => l.amountMinor > 0n && l.amountMinor <= l.from.leftMinor))
        const untouched = sources.slice(legs.length > 0 ? sources.indexOf(legs.at(-1)!.from) + 1 : 0)
        assert.ok(legs.every((l) => !untouched.includes(l.from)))
        assert.throws(() => cashBack(sources, sumMinor(lefts) + 1n), RangeError)
      }),
    )
  })
})

describe('a deposit', () => {
  const deposit: Deposit = {
    minor: 2_000n,
    balanceFrom: new Date('2026-12-01T12:00:00Z'),
    balanceUntil: new Date('2026-12-03T12:00:00Z'),
  }
  const quote = (lines: { qty: number; deposit: Deposit | null }[], totalMinor: bigint) =>
    ({
      totalMinor,
      shops: [{ lines: lines.map((l) => ({ qty: l.qty, offer: { deposit: l.deposit } })) }],
    }) as Quote

  it('is paid now for every unit, the balance in its time, and together they are the whole', () => {
    const [now, then] = depositParts(quote([{ qty: 3, deposit }], 38_700n))!
    assert.deepEqual([now.amountMinor, then.amountMinor], [6_000n, 32_700n])
    assert.deepEqual([then.opensAt, then.closesAt], [deposit.balanceFrom, deposit.balanceUntil])
  })
  it('is none beside other goods, when nothing would be left, and when there is none', () => {
    assert.equal(
      depositParts(
        quote(
          [
            { qty: 1, deposit },
            { qty: 1, deposit: null },
          ],
          20_000n,
        ),
      ),
      null,
    )
    assert.equal(depositParts(quote([{ qty: 3, deposit }], 6_000n)), null)
    assert.equal(depositParts(quote([{ qty: 3, deposit: null }], 38_700n)), null)
  })
})
