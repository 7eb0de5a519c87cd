// Who counts as watching and for how long (abuse 102: sockets whose picture stands still are nobody).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPresence, noPicture } from './presence.ts'

test('one account in five tabs is one viewer, and its time passes once', () => {
  const p = createPresence('rom_1')
  const tabs = Array.from({ length: 5 }, () => ({ v: p.enter('usr_1', 'feed', 0), picture: noPicture() }))
  for (const { v, picture } of tabs) p.beat(v, picture, 0, 0)
  for (const { v, picture } of tabs) p.beat(v, picture, 5, 5_000)
  assert.equal(p.online(5_000), 1)
  assert.equal(p.takeChanges(5_000)[0]!.watchedMs, 5_000)
})

test('a socket without a moving picture is no viewer and watches nothing', () => {
  const p = createPresence('rom_1')
  const v = p.enter('usr_1', 'feed', 0)
  const picture = noPicture()
  for (let s = 0; s <= 60; s += 5) p.beat(v, picture, 7, s * 1_000)
  assert.equal(p.online(60_000), 0)
  assert.equal(p.takeChanges(60_000)[0]!.watchedMs, 0)
})

test('it is nobody 15 s after the picture stood still, and when it left', () => {
  const p = createPresence('rom_1')
  const v = p.enter('usr_1', 'share', 0)
  const picture = noPicture()
  p.beat(v, picture, 0, 0)
  p.beat(v, picture, 5, 5_000)
  assert.equal(p.online(20_000), 1)
  assert.equal(p.online(20_001), 0)
  p.beat(v, picture, 6, 21_000)
  p.leave(v, 21_500)
  assert.equal(p.online(21_500), 0)
})

test('a picture that jumps forward, or a beat after an hour, is not an hour watched', () => {
  const p = createPresence('rom_1')
  const v = p.enter('usr_1', 'feed', 0)
  const picture = noPicture()
  p.beat(v, picture, 0, 0)
  p.beat(v, picture, 3_600, 5_000)
  p.beat(v, picture, 7_200, 3_605_000)
  assert.equal(p.takeChanges(3_605_000)[0]!.watchedMs, 20_000)
})

test('whatever the beats: time watched never passes the wall clock', () => {
  const beat = fc.record({ tab: fc.nat(2), at: fc.integer({ min: 0, max: 100 }), waitMs: fc.nat(20_000) })
  fc.assert(
    fc.property(fc.array(beat, { maxLength: 40 }), (beats) => {
      const p = createPresence('rom_1')
      const tabs = [0, 1, 2].map(() => ({ v: p.enter('usr_1', 'feed', 0), picture: noPicture() }))
      let now = 0
      for (const b of beats) {
        now += b.waitMs
        p.beat(tabs[b.tab]!.v, tabs[b.tab]!.picture, b.at, now)
      }
      assert.ok(p.takeChanges(now)[0]!.watchedMs <= now)
    }),
  )
})

test('what could not be saved is in the next batch, once', () => {
  const p = createPresence('rom_1')
  const v = p.enter('usr_1', 'feed', 1)
  p.like(v, 3, 2)
  p.saw(v, 'prd_1', true, 3)
  const lost = p.takeChanges(4)
  p.like(v, 2, 5)
  p.giveBack(lost)
  const [change] = p.takeChanges(6)
  assert.deepEqual(
    [change!.likes, change!.clicked, change!.saw, change!.firstSeenMs],
    [5, ['prd_1'], ['prd_1'], 1],
  )
  assert.deepEqual(p.takeChanges(7), [])
})
