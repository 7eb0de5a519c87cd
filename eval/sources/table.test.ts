import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeOne } from './fixtures.ts'
import { createProblemLog } from './problems.ts'
import { readTable, splitQuoted } from './table.ts'

const field = fc.string({ unit: fc.constantFrom('a', 'é', '表', '"', ',', '\n', ' ', '🍵'), maxLength: 8 })
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

test('what is written by the rules is read back', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
      assert.deepEqual(splitQuoted(fields.map(quote).join(','), ','), fields)
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
