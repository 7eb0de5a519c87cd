// Whoever watches, quick or slow, by HTTP or a WebSocket: what arrives is the header, and then every tag from a joining place on, whole and
// in order, with no hole but a leap to a newer joining place.
import assert from 'node:assert/strict'
import { Writable, type Duplex } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFlvViewer, HIGH_WATER_BYTES } from './flv-viewer.ts'
import { createTagRing, type FlvSetup } from './tag-ring.ts'

const HEADER = Buffer.from('HEADER..')
/** A tag says its number, and is as long as it says. */
function aTag(number: number, length: number): Buffer {
  const tag = Buffer.alloc(length, 0x20)
  tag.write(`#${number} ${length} `)
  return tag
}

/** Takes apart what `aTag` and the setups wrote. */
function read(bytes: Buffer): string[] {
  const found: string[] = []
  let at = 0
  while (at < bytes.length) {
    const head = bytes.toString('latin1', at, at + 24)
    const tag = /^#(\d+) (\d+) /.exec(head)
    const words = /^(HEADER\.\.|SETUP\d{3})/.exec(head)
    assert.ok(tag ?? words, `no tag begins at ${at}: ${head}`)
    found.push(tag ? tag[1]! : words![1]!)
    at += tag ? Number(tag[2]) : 8
  }
  return found
}

/** One binary frame after the other, unmasked. */
function unframe(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    assert.equal(bytes[at], 0x82)
    const short = bytes[at + 1]!
    const [from, length] =
      short < 126
        ? [at + 2, short]
        : short === 126
          ? [at + 4, bytes.readUInt16BE(at + 2)]
          : [at + 10, Number(bytes.readBigUInt64BE(at + 2))]
    parts.push(bytes.subarray(from, from + length))
    at = from + length
  }
  return Buffer.concat(parts)
}

/** A line that takes only when it is let. */
function aLine() {
  const got: Buffer[] = []
  let waiting: (() => void) | null = null
  let open = false
  const socket = new Writable({
    highWaterMark: 16_384,
    write(chunk: Buffer, _encoding, done) {
      got.push(chunk)
      if (open) done()
      else waiting = done
    },
  })
  return {
    socket: socket as Duplex,
    bytes: () => Buffer.concat(got),
    let(through: boolean) {
      open = through
      if (!through) return
      const done = waiting
      waiting = null
      done?.()
    },
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('push' as const), length: fc.integer({ min: 24, max: 60_000 }), join: fc.boolean() }) }, // prettier-ignore
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pump' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('let' as const), who: fc.nat(3), through: fc.boolean() }) }, // prettier-ignore
  { weight: 1, arbitrary: fc.record({ do: fc.constant('setup' as const) }) },
)

test('every viewer gets whole tags in order, leaps only to where playing can begin, and queues no more than it may', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const ring = createTagRing()
      const lines = [aLine(), aLine(), aLine(), aLine()]
      const viewers = lines.map((line, i) => createFlvViewer(line.socket, ring, i % 2 === 1))
      const joins = new Set<number>()
      let setups = 0
      let setup!: FlvSetup
      const anew = () => {
        setup = { header: HEADER, hasVideo: true, hasAudio: true, video: Buffer.from(`SETUP${String((setups += 1)).padStart(3, '0')}`), audio: null } // prettier-ignore
      }
      anew()
      let pushed = 0
      for (const s of steps) {
        if (s.do === 'push') {
          const join = s.join || pushed === 0
          if (join) joins.add(pushed)
          ring.push({ tag: aTag(pushed, s.length), frame: null, join, atMs: pushed * 300, setup })
          pushed += 1
        } else if (s.do === 'setup') anew()
        else if (s.do === 'let') lines[s.who]!.let(s.through)
        else
          for (const [i, viewer] of viewers.entries()) {
            viewer.pump()
            assert.ok(lines[i]!.socket.writableLength <= HIGH_WATER_BYTES + 60_100)
          }
        await new Promise((resolve) => setImmediate(resolve))
      }
      for (const [i, line] of lines.entries()) {
        line.let(true)
        for (let n = 0; n < 200; n++) {
          viewers[i]!.pump()
          await new Promise((resolve) => setImmediate(resolve))
        }
        const all = read(i % 2 === 1 ? unframe(line.bytes()) : line.bytes())
        if (pushed === 0) continue
        assert.deepEqual(all.slice(0, 1), ['HEADER..'])
        const numbers = all.filter((w) => /^\d+$/.test(w)).map(Number)
        assert.ok(joins.has(numbers[0]!), 'begins where playing can begin')
        assert.equal(numbers.at(-1), pushed - 1, 'and has come to the end')
        for (let n = 1; n < numbers.length; n++)
          assert.ok(
            numbers[n] === numbers[n - 1]! + 1 || (numbers[n]! > numbers[n - 1]! && joins.has(numbers[n]!)),
            `from ${numbers[n - 1]} to ${numbers[n]}`,
          )
      }
    }),
    { numRuns: 60, seed: 11 },
  )
})

test('those who stand at one place write one and the same piece', () => {
  const ring = createTagRing()
  const setup = { header: HEADER, hasVideo: true, hasAudio: true, video: null, audio: null }
  for (let n = 0; n < 3; n++) ring.push({ tag: aTag(n, 100), frame: null, join: n === 0, atMs: n, setup })
  const tail = ring.tail(1, 1000)!
  assert.equal(ring.tail(1, 1000), tail)
  assert.deepEqual(read(tail.bytes), ['1', '2'])
  assert.equal(ring.tail(1, 150), null, 'more than fits')
  assert.equal(ring.tail(3, 1000), null, 'nothing new')
  ring.push({ tag: aTag(3, 100), frame: null, join: true, atMs: 3, setup: { ...setup } })
  assert.equal(ring.tail(1, 1000), null, 'another setup on the way')
  assert.deepEqual(read(ring.tail(3, 1000)!.bytes), ['3'])
})
