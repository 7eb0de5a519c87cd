import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeOne } from './fixtures.ts'
import { createProblemLog } from './problems.ts'
import { readTable, splitQuoted } from './table.ts'

const field = fc.string({ unit: fc.constantFrom('a', 'é', '表', '"', ',', '\n', ' ', '🍵'), maxLength: 8 })
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

test('what is written by the rules is read back, also in more than one line', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
      let row: ReturnType<typeof splitQuoted> | undefined
      for (const line of fields.map(quote).join(',').split('\n')) {
        assert.ok(row === undefined || (row !== 'stray' && !Array.isArray(row)))
        row = splitQuoted(line, ',', row)
      }
      assert.deepEqual(row, fields)
    }),
  )
})

test('a whole file of such rows is read back, line numbers included', async (t) => {
  const width = 3
  const rows = fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const text = [['x', 'y', 'z'], ...rows].map((row) => row.map(quote).join(',')).join('\n')
      const log = createProblemLog()
      const read: string[][] = []
      const lines: number[] = []
      const count = await readTable(await writeOne(t, 'x.csv', text), {}, log, () => (fields, line) => {
        read.push([...fields])
        lines.push(line)
      })
      let line = 2
      const expected = rows.map((row) => {
        const at = line
        line += row.join('').split('\n').length
        return at
      })
      assert.deepEqual([read, lines, count, log.skipped], [rows, expected, rows.length, 0])
    }),
    { numRuns: 50 },
  )
})

test('lines given back by a quote that does not close keep their numbers', async (t) => {
  const text = 'a,b\n"1,x\n2,x\n"3,x\n4,"y\nz"\n5,x\n"6,x\n7,x'
  const log = createProblemLog()
  const read: string[] = []
  await readTable(
    await writeOne(t, 'x.csv', text),
    {},
    log,
    () =>
      ([a], line) =>
        void read.push(`${line}:${a}`),
  )
  assert.deepEqual(read, ['3:2', '5:4', '7:5', '9:7'])
  assert.deepEqual(
    log.problems().map(({ line }) => line),
    [2, 4, 8],
  )
})

test('whatever bytes come, every row is either read or told of', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ min: 1, max: 255, maxLength: 200 }), async (bytes) => {
      const log = createProblemLog()
      const path = await writeOne(t, 'x.csv', Buffer.concat([Buffer.from('a,b\n'), bytes]))
      let read = 0
      const rows = await readTable(path, { delimiter: ',' }, log, () => () => void read++)
      assert.equal(read + log.skipped, rows)
    }),
    { numRuns: 100 },
  )
})
