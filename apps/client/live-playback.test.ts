// Planted browsers, planted troubles.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import {
  afterHole,
  createRecovery,
  resolveLiveUrl,
  waysToPlay,
  type Capabilities,
  type Trouble,
} from './live-playback.ts'

const PAGE = { protocol: 'http:', hostname: 'shop.example', origin: 'http://shop.example:4000' }
const SECURE = { protocol: 'https:', hostname: 'shop.example', origin: 'https://shop.example' }
const URLS = { flv: ':4002/live/r.flv', wsFlv: ':4002/live/r.flv', llHls: ':4002/live/r/index.m3u8' }
const kinds = (can: Partial<Capabilities>, urls: Partial<typeof URLS> = URLS) =>
  waysToPlay(
    { flv: null, wsFlv: null, llHls: null, ...urls },
    { mediaSource: false, managedMediaSource: false, nativeHls: false, ...can },
    PAGE,
  ).map((way) => way.kind)

void it('each browser gets the best it can', () => {
  const chromium = kinds({ mediaSource: true })
  assert.deepEqual(chromium, ['flv', 'llHls', 'wsFlv'])
  const safari = kinds({ mediaSource: true, managedMediaSource: true, nativeHls: true })
  assert.deepEqual(safari, ['flv', 'llHls', 'nativeHls', 'wsFlv'])
  const iPhone = kinds({ managedMediaSource: true, nativeHls: true })
  assert.deepEqual(iPhone, ['flv', 'llHls', 'nativeHls', 'wsFlv'])
  const oldIPhone = kinds({ nativeHls: true })
  assert.deepEqual(oldIPhone, ['nativeHls'])
  const webviewWithNothing = kinds({})
  assert.deepEqual(webviewWithNothing, [])
  assert.deepEqual(kinds({ mediaSource: true }, { llHls: URLS.llHls }), ['llHls'])
})

void it('addresses are resolved against the page', () => {
  assert.equal(resolveLiveUrl(':4002/live/r.flv', PAGE), 'http://shop.example:4002/live/r.flv')
  assert.equal(resolveLiveUrl(':4002/live/r.flv', SECURE, 'ws'), 'wss://shop.example:4002/live/r.flv')
  assert.equal(resolveLiveUrl('/live/r.flv', SECURE), 'https://shop.example/live/r.flv')
  assert.equal(resolveLiveUrl('/live/r.flv', SECURE, 'ws'), 'wss://shop.example/live/r.flv')
  assert.equal(resolveLiveUrl('https://cdn.example/r.m3u8', PAGE), 'https://cdn.example/r.m3u8')
  const v6 = { protocol: 'http:', hostname: '[::1]', origin: 'http://[::1]:4000' }
  assert.equal(resolveLiveUrl(':4002/x', v6), 'http://[::1]:4002/x')
})

void it('what is not the way’s fault never leaves it; what is moves on', () => {
  const calm = createRecovery(3, () => 0.5)
  const waits = Array.from({ length: 8 }, () => calm.trouble('offline'))
  assert.ok(waits.every((next) => next.way === 0 && !next.switched))
  assert.deepEqual(
    waits.map((next) => next.afterMs),
    [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000],
  )
  calm.steady()
  assert.equal(calm.trouble('ended').afterMs, 500)
  const broken = createRecovery(2, () => 0.5)
  assert.deepEqual(broken.trouble('media'), { way: 1, afterMs: 0, switched: true })
  assert.equal(broken.trouble('stalled').switched, false)
  assert.deepEqual(broken.trouble('stalled'), { way: 0, afterMs: 5000, switched: true })
  const alone = createRecovery(1, () => 0.5)
  for (let i = 0; i < 10; i++) assert.equal(alone.trouble('media').way, 0)
})

void it('whatever happens, the way exists and the wait is bounded', () => {
  const trouble = fc.constantFrom<Trouble>('offline', 'ended', 'network', 'media', 'stalled')
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(trouble, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.boolean()), {
        maxLength: 60,
      }),
      (ways, steps) => {
        let chance = 0
        const recovery = createRecovery(ways, () => chance)
        for (const [kind, random, steady] of steps) {
          chance = random
          if (steady) recovery.steady()
          const next = recovery.trouble(kind)
          assert.ok(next.way >= 0 && next.way < ways && next.way === recovery.way())
          assert.ok(next.afterMs >= 0 && next.afterMs <= 8000 * (4 / 3))
        }
      },
    ),
  )
})

void it('a picture that stands before a hole goes on behind it, once there is something to show', () => {
  const at = (position: number, ...ranges: [number, number][]) =>
    afterHole(
      { length: ranges.length, start: (i: number) => ranges[i]![0], end: (i: number) => ranges[i]![1] },
      position,
    )
  assert.equal(at(24.1, [0, 24.02], [24.2, 26]), 24.21)
  assert.equal(at(24.1, [0, 24.02], [24.2, 24.3]), null)
  assert.equal(at(24, [0, 26]), null)
  assert.equal(at(24.1, [0, 24.02], [90, 96]), null)
  assert.equal(at(0), null)
})
