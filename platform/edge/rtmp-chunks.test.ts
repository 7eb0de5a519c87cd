// Chunks: however the bytes are split and the messages interleaved, the same messages come out; sizes are refused before memory is taken.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ChunkError, createChunkReader, encodeChunks, type RtmpMessage } from './rtmp-chunks.ts'

const LIMIT = { messageBytes: () => 1 << 20 }

function readAll(bytes: Buffer, cuts: readonly number[], chunkSize: number): RtmpMessage[] {
  const out: RtmpMessage[] = []
  const reader = createChunkReader(LIMIT, (message) => out.push(message))
  reader.setChunkSize(chunkSize)
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  let from = 0
  for (const to of [...places, bytes.length]) {
    reader.push(Buffer.from(bytes.subarray(from, to)))
    from = to
  }
  return out
}

const message = fc.record(
  {
    type: fc.integer({ min: 1, max: 22 }),
    timestampMs: fc.oneof(
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0xff_ff_f0, max: 0xff_ff_ff_ff }),
    ),
    streamId: fc.integer({ min: 0, max: 1000 }),
    body: fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes)),
  },
  { noNullPrototype: true },
)

test('every message comes out whole, in any split', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (messages, chunkSize, cuts) => {
        const bytes = Buffer.concat(messages.map((one, i) => encodeChunks(2 + i, one, chunkSize)))
        assert.deepEqual(readAll(bytes, cuts, chunkSize), messages)
      },
    ),
    { numRuns: 400 },
  )
})

test('random bytes are read or refused, never more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
      try {
        readAll(Buffer.from(bytes), cuts, 128)
      } catch (error) {
        assert.ok(error instanceof ChunkError, String(error))
      }
    }),
    { numRuns: 1000 },
  )
})

test('short headers carry on from the long one before', () => {
  const long = Buffer.from([0x04, 0, 0, 100, 0, 0, 2, 9, 1, 0, 0, 0, 0xaa, 0xbb])
  const sameLength = Buffer.from([0x84, 0, 0, 33, 0xcc, 0xdd])
  const sameAll = Buffer.from([0xc4, 0xee, 0xff])
  const newLength = Buffer.from([0x44, 0, 0, 7, 0, 0, 1, 8, 0x11])
  const seen = readAll(Buffer.concat([long, sameLength, sameAll, newLength]), [3, 9, 15, 20], 128)
  assert.deepEqual(
    seen.map((m) => [m.timestampMs, m.type, m.streamId, m.body.toString('hex')]),
    [
      [100, 9, 1, 'aabb'],
      [133, 9, 1, 'ccdd'],
      [166, 9, 1, 'eeff'],
      [173, 8, 1, '11'],
    ],
  )
})

test('an extended time may be missing from the chunks that continue', () => {
  const head = Buffer.from([0x04, 0xff, 0xff, 0xff, 0, 0, 4, 9, 1, 0, 0, 0, 0x01, 0, 0, 0, 0xa1, 0xa2])
  const repeated = Buffer.from([0xc4, 0x01, 0, 0, 0, 0xa3, 0xa4])
  const left = Buffer.from([0xc4, 0xa3, 0xa4, 0x04, 0, 0, 5, 0, 0, 1, 9, 1, 0, 0, 0, 0x77])
  for (const rest of [Buffer.concat([repeated, left.subarray(3)]), left]) {
    const seen = readAll(Buffer.concat([head, rest]), [4, 17, 19, 21], 2)
    assert.deepEqual(
      seen.map((m) => [m.timestampMs, m.body.toString('hex')]),
      [
        [0x01_00_00_00, 'a1a2a3a4'],
        [5, '77'],
      ],
    )
  }
})

test('what is too large, too many or without a beginning is refused', () => {
  const reader = () => createChunkReader({ messageBytes: () => 1000 }, () => {})
  assert.throws(
    () => reader().push(Buffer.from([0x04, 0, 0, 0, 0xff, 0xff, 0xff, 9, 1, 0, 0, 0])),
    /too large/,
  )
  assert.throws(() => reader().push(Buffer.from([0xc4, 1])), /without its header/)
  assert.throws(() => reader().setChunkSize(0), ChunkError)
  const many = reader()
  const open = (id: number) => Buffer.from([0, id, 0, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0])
  assert.throws(() => {
    for (let id = 0; id < 100; id++) many.push(open(id))
  }, /too many/)
  const together = reader()
  together.setChunkSize(10)
  const half = (id: number) =>
    encodeChunks(id, { type: 9, timestampMs: 0, streamId: 1, body: Buffer.alloc(600) }, 600).subarray(0, 22)
  together.push(half(4))
  assert.throws(() => together.push(half(5)), /too large/, 'two in assembly count together')
})
