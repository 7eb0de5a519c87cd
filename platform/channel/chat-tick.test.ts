// What is shown of a crowd's chat, and what gives way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CHAT_ROLES } from '#kernel/room-frames'
import { chooseLines, foldKey, type WaitingLine } from './chat-tick.ts'

const line = (id: string, text: string, role: WaitingLine['role'] = 'viewer'): WaitingLine => ({
  id,
  by: `usr_${id}`,
  name: id,
  role,
  text,
  atMs: 0,
})

test('near-duplicates are folded into one line with a count; numbers that differ are not', () => {
  const { shown, dropped, fates } = chooseLines(
    [
      line('a', '多少钱？'),
      line('b', '多少钱'),
      line('c', ' 多 少 钱！！'),
      line('d', '哈哈'),
      line('e', '哈哈哈哈'),
    ],
    10,
  )
  assert.deepEqual(shown.map((l) => [l.id, l.more ?? 0]), [['a', 2], ['d', 1]]) // prettier-ignore
  assert.equal(dropped, 0)
  assert.deepEqual(fates, ['shown', 'folded', 'folded', 'shown', 'folded'])
  assert.notEqual(foldKey('100'), foldKey('1000'))
  assert.equal(foldKey('666'), foldKey('６６６６'))
  assert.notEqual(foldKey('👍'), foldKey('👎'))
})

test('in a crowd the host is read first and viewers give way', () => {
  const crowd = Array.from({ length: 50 }, (_, i) => line(`v${i}`, `我要第${i}个颜色`))
  const { shown, dropped } = chooseLines(
    [
      ...crowd,
      line('b', '收到货了', 'buyer'),
      line('m', '文明发言', 'moderator'),
      line('h', '马上上链接', 'host'),
    ],
    4,
  )
  assert.deepEqual(shown.map((l) => l.id), ['v0', 'b', 'm', 'h']) // prettier-ignore
  assert.equal(dropped, 49)
})

test('whatever is written: no more than there is room for, nothing twice, every line has one fate, order kept', () => {
  const lines = fc.array(
    fc.record({
      text: fc.constantFrom('买', '买买', '几点', '100', '1000', '👍', '?'),
      role: fc.constantFrom(...CHAT_ROLES),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 20 }), (list, room) => {
      const waiting = list.map((l, i) => line(String(i).padStart(3, '0'), l.text, l.role))
      const { shown, dropped, fates } = chooseLines(waiting, room)
      assert.ok(shown.length <= room)
      assert.deepEqual(shown.map((l) => l.id), shown.map((l) => l.id).toSorted()) // prettier-ignore
      const told = shown.reduce((sum, l) => sum + 1 + (l.more ?? 0), 0)
      assert.equal(told + dropped, waiting.length)
      assert.equal(fates.filter((f) => f === 'shown').length, shown.length)
      const best = (role: string) => waiting.filter((l) => l.role === role).length
      if (best('host') >= room) assert.ok(shown.every((l) => l.role === 'host'))
    }),
  )
})
