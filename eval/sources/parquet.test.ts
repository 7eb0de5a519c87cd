import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { eventsOf, NOW_MS, writeOne } from './fixtures.ts'
import { readSource } from './source.ts'

const T = 1_600_000_000
const people = ['ann', 'bob', '']
const items = [7, 8, 9]

const write = (
  time: { type: 'INT64' | 'TIMESTAMP' | 'DOUBLE' | 'STRING'; data: unknown[] },
  rowGroupSize = 2,
) =>
  new Uint8Array(
    parquetWriteBuffer({
      rowGroupSize,
      columnData: [
        { name: 'price', data: [1.5, 2.5, 3.5], type: 'DOUBLE' },
        { name: 'user_id', data: people, type: 'STRING' },
        { name: 'item_id', data: items, type: 'INT32' },
        { name: 'ts', ...time },
      ],
    }),
  )

for (const [what, bytes] of [
  ['seconds as integers', write({ type: 'INT64', data: [BigInt(T), BigInt(T + 1), BigInt(T)] })],
  ['milliseconds as floats', write({ type: 'DOUBLE', data: [T * 1e3, T * 1e3 + 1e3, T] })],
  ['timestamps', write({ type: 'TIMESTAMP', data: [0, 1, 2].map((s) => new Date((T + s) * 1e3)) })],
  ['text', write({ type: 'STRING', data: ['2020-09-13T12:26:40Z', '2020-09-13T12:26:41Z', ''] })],
] as const)
  test(`Parquet with ${what}, by row group`, async (t) => {
    const source = await readSource(await writeOne(t, 'events.parquet', bytes), { nowMs: NOW_MS })
    assert.deepEqual(eventsOf(source.dataset), [`ann 7 view ${T}`, `bob 8 view ${T + 1}`])
    assert.deepEqual([source.rows, source.skipped], [3, 1])
    const [{ line, column, code } = assert.fail()] = source.problems
    assert.deepEqual({ line, column, code }, { line: 3, column: 2, code: 'person-empty' })
  })

test('a damaged Parquet file, and one without the columns, are one clear error', async (t) => {
  const whole = write({ type: 'INT64', data: [BigInt(T), BigInt(T), BigInt(T)] })
  const open = async (bytes: Uint8Array, columns = {}) =>
    readSource(await writeOne(t, 'events.parquet', bytes), { nowMs: NOW_MS, columns })
  await assert.rejects(open(whole.subarray(0, whole.length - 20)), { code: 'damaged-file' })
  await assert.rejects(open(whole.subarray(0, 4)), { code: 'damaged-file' })
  await assert.rejects(open(whole, { item: 'sku' }), { code: 'column-unknown' })
})
