// What a refund says of the goods: a line is over once, with the refund that brings it to all that was paid.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { endOfSale } from './events.ts'

const line = (paidMinor: string, refundMinor: string, refundedMinor?: string, sent?: boolean) =>
  ({ paidMinor, refundMinor, refundedMinor, sent }) as Parameters<typeof endOfSale>[0]

describe('the end of a sale', () => {
  it('is a return when goods were sent, undone when they never left; a part refund is neither', () => {
    assert.equal(endOfSale(line('100', '100', '100', true)), 'returned')
    assert.equal(endOfSale(line('100', '100', '100', false)), 'undone')
    assert.equal(endOfSale(line('100', '30', '30', true)), null)
    assert.equal(endOfSale(line('100', '0', '100', true)), null, 'over before')
    assert.equal(endOfSale(line('0', '0', '0', true)), null, 'nothing was paid for it')
  })

  it('an event of before says only what it sent back: all of it was a return', () => {
    assert.equal(endOfSale(line('100', '100')), 'returned')
    assert.equal(endOfSale(line('100', '99')), null)
  })

  it('however a line is refunded, it ends at most once, and exactly when all of it came back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.array(fc.nat(200)), (paid, parts) => {
        let all = 0
        const ends = parts.filter((now) => {
          all += now
          return endOfSale(line(`${paid}`, `${now}`, `${all}`, true)) !== null
        })
        assert.equal(ends.length, all >= paid ? 1 : 0)
      }),
    )
  })
})
