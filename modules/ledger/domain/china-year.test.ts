import assert from 'node:assert/strict'
import { it } from 'node:test'
import { daysGone, daysIn, monthOf, monthSpan, quarterSpan, yearOf, yearSpan } from './china-year.ts'

const iso = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()]
const at = (text: string) => new Date(text)

it('a year, a quarter and a month begin at midnight in China', () => {
  assert.deepEqual(iso(yearSpan(2026)), ['2025-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z'])
  assert.deepEqual(iso(quarterSpan('2026-Q4')), ['2026-09-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z'])
  assert.deepEqual(iso(quarterSpan('2026-Q1')), ['2025-12-31T16:00:00.000Z', '2026-03-31T16:00:00.000Z'])
  assert.deepEqual(iso(monthSpan('2026-12')), ['2026-11-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z'])
  assert.deepEqual(iso(monthSpan('2024-02')), ['2024-01-31T16:00:00.000Z', '2024-02-29T16:00:00.000Z'])
})

it('a moment belongs to the month and year it has there', () => {
  assert.deepEqual(
    ['2025-12-31T15:59:59.999Z', '2025-12-31T16:00:00Z'].map((t) => [yearOf(at(t)), monthOf(at(t))]),
    [
      [2025, '2025-12'],
      [2026, '2026-01'],
    ],
  )
})

it('days of a span: all, and those gone with the one that runs', () => {
  assert.deepEqual(
    [2024, 2025].map((y) => daysIn(yearSpan(y))),
    [366, 365],
  )
  const year = yearSpan(2026)
  const gone = (text: string) => daysGone(year, at(text))
  assert.equal(gone('2025-06-01T00:00:00Z'), 0)
  assert.equal(gone('2025-12-31T15:59:59.999Z'), 0)
  assert.equal(gone('2025-12-31T16:00:00Z'), 1)
  assert.equal(gone('2026-01-01T15:59:59.999Z'), 1)
  assert.equal(gone('2026-01-01T16:00:00Z'), 2)
  assert.equal(gone('2026-12-31T15:59:59.999Z'), 365)
  assert.equal(gone('2026-12-31T16:00:00Z'), 365)
  assert.equal(gone('2027-06-01T00:00:00Z'), 365)
})
