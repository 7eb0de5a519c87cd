import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createRowTable, openRowTable } from './row-table.ts'

const SHAPE = {
  taste: { type: 'f32', width: 3 },
  spent: { type: 'f64', width: 1 },
  flags: { type: 'u8', width: 2 },
} as const
const make = () => createRowTable(SHAPE, { maximumRows: 5_000 })
type Table = ReturnType<typeof make>

function write(table: Table, row: number, value: number): void {
  table.touch(row)
  table.column('taste').fill(value, 3 * row, 3 * row + 3)
  table.column('spent')[row] = value * 1.1
  table.column('flags')[2 * row + 1] = value
}
const readRow = (table: Table, row: number) => [
  ...table.column('taste').subarray(3 * row, 3 * row + 3),
  table.column('spent')[row],
  table.column('flags')[2 * row + 1],
]

void describe('row table', () => {
  void it('keeps what is written, and a copy kept up by deltas alone is the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ row: fc.nat(4_999), value: fc.nat(200), kind: fc.nat(9) }), { maxLength: 80 }),
        (steps) => {
          const [table, copy, model] = [make(), make(), new Map<number, number>()]
          let since = 0
          let touched = new Set<number>()
          for (const { row, value, kind } of steps) {
            if (kind === 0) {
              assert.deepEqual(
                [...table.touchedSince(since)],
                [...touched].sort((a, b) => a - b),
              )
              const delta = structuredClone(table.delta(since))
              since = table.cut()
              copy.apply(delta)
              touched = new Set()
              for (const [each] of model) assert.deepEqual(readRow(copy, each), readRow(table, each))
            } else if (kind === 1 && row < table.bound) {
              table.clear(row)
              model.set(row, 0)
              touched.add(row)
            } else {
              write(table, row, value)
              model.set(row, value)
              touched.add(row)
            }
          }
          for (const [row, value] of model)
            assert.deepEqual(readRow(table, row), [value, value, value, value * 1.1, value])
        },
      ),
    )
  })

  void it('holds what a dump holds, counts versions on, and deltas go on from the dump', () => {
    const table = make()
    for (let row = 0; row < 1_000; row += 7) write(table, row, row % 200)
    table.cut()
    const dump = structuredClone(table.dump())
    write(table, 14, 99)
    const restored = make()
    restored.restore(dump)
    assert.equal(restored.bound, 995)
    assert.deepEqual(
      readRow(restored, 14),
      readRow({ ...table, column: table.column } as Table, 21).map((_, i) => [14, 14, 14, 14 * 1.1, 14][i]),
    )
    restored.apply(table.delta(dump.version - 1))
    assert.deepEqual(restored.dump().columns, table.dump().columns)
    assert.deepEqual([...table.touchedSince(dump.version - 1)], [14])
  })

  void it('grows without moving: a view taken before still shows what is written after', () => {
    const table = createRowTable({ sum: { type: 'f64', width: 1 } }, { maximumRows: 100_000 })
    table.touch(0)
    const before = table.column('sum')
    table.touch(99_999)
    table.column('sum')[0] = 5
    assert.equal(before[0], 5)
    const reader = openRowTable(structuredClone(table.handle))
    assert.equal(reader.bound, 100_000)
    table.column('sum')[99_999] = 7
    assert.equal(reader.column('sum')[99_999], 7)
    assert.throws(() => table.touch(100_000), RangeError)
  })

  void it('says what a row takes', () => {
    assert.equal(make().bytesPerRow, 3 * 4 + 8 + 2 + 4)
  })
})
