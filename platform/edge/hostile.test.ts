// Cameras that mean harm: floods of what costs more to answer than to send. Each fails on an edge that bounds only bytes: one stranger
// without a key made 1.4 GB of answers in ten seconds, and one who had a key held everybody up for five.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { openHooks } from '#tests/support/open-hooks'
import { openRtmp } from '#tests/support/rtmp-client'
import { silentLogger } from '../logger.ts'
import { encodeAmf0 } from './amf0.ts'
import { readVideoSetup } from './codecs.ts'
import { createEdge, type Edge } from './index.ts'
import { createChunkReader, encodeChunks } from './rtmp-chunks.ts'

let edge: Edge
let base = ''
before(async () => {
  edge = createEdge({
    hooks: openHooks('right').hooks,
    log: silentLogger,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort: 0,
    rtmpPort: 0,
    recordingsDir: null,
    secret: 'a secret of sixteen or more',
  })
  await edge.start()
  base = `http://127.0.0.1:${edge.ports().media}`
})
after(() => edge.stop())

const filled = (one: Buffer) =>
  Buffer.concat(Array.from({ length: Math.ceil(65_536 / one.length) }, () => one))

/** Sends until it is hung up on, without reading; how many bytes were taken before that. */
function floodUnread(head: Buffer, one: Buffer): Promise<number> {
  const socket = connect({ port: edge.ports().rtmp, host: '127.0.0.1' }).on('error', () => {})
  socket.pause()
  socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536), head]))
  const more = filled(one)
  const go = () => {
    while (!socket.destroyed && socket.bytesWritten < 30_000_000)
      if (!socket.write(more)) return void socket.once('drain', go)
    socket.destroy()
  }
  go()
  return new Promise((resolve) => socket.once('close', () => resolve(socket.bytesWritten)))
}

test('a stranger who asks and does not read is hung up on before it costs anything', async () => {
  const ping = encodeChunks(
    2,
    { type: 4, timestampMs: 0, streamId: 0, body: Buffer.from([0, 6, 0, 0, 0, 1]) },
    128,
  )
  const again = Buffer.from([0xc2, 0, 6, 0, 0, 0, 1])
  const hello = encodeChunks(
    3,
    { type: 20, timestampMs: 0, streamId: 0, body: encodeAmf0('connect', 1, { app: 'live' }) },
    128,
  )
  assert.ok((await floodUnread(ping, again)) < 10_000_000)
  assert.ok((await floodUnread(Buffer.alloc(0), hello)) < 10_000_000)
})

test('messages and chunks of nothing count for what they cost; others are answered meanwhile', async () => {
  const frame = (timestampMs: number, body: Buffer) =>
    encodeChunks(6, { type: 9, timestampMs, streamId: 1, body }, 60_000)
  const floods: [string, Buffer, Buffer?][] = [
    ['frames', frame(0, Buffer.from([0x27, 1, 0, 0, 0, 9]))],
    ['empty', Buffer.concat([frame(0, Buffer.alloc(0)), Buffer.alloc(2_000, 0xc6)])],
    [
      'chunks of one byte',
      encodeChunks(6, { type: 9, timestampMs: 0, streamId: 1, body: Buffer.alloc(50_000, 0x27) }, 1),
      Buffer.from([0, 0, 0, 1]),
    ],
  ]
  for (const [name, one, chunkSize] of floods) {
    const camera = await openRtmp(edge.ports().rtmp)
    assert.equal(await camera.publish('rom_flood', 'right'), null)
    if (chunkSize) camera.send(1, 0, chunkSize)
    camera.videoSetup('320x180')
    camera.video(0, { key: true })
    const before = camera.socket.bytesWritten
    const more = filled(one)
    const go = () => {
      while (!camera.socket.destroyed && camera.socket.bytesWritten - before < 30_000_000)
        if (!camera.socket.write(more)) return void camera.socket.once('drain', go)
      camera.socket.destroy()
    }
    go()
    assert.equal((await fetch(`${base}/health`)).status, 200)
    await camera.gone
    assert.ok(camera.socket.bytesWritten - before < 30_000_000, name)
  }
})

test('a chunk of one byte, of 127 and of 65,537 are read alike when they are few', async () => {
  for (const size of [1, 127, 65_537]) {
    let got = 0
    const reader = createChunkReader(
      { messageBytes: () => 1 << 20, onChunk: () => {} },
      (m) => (got += m.body.length),
    )
    reader.setChunkSize(size)
    reader.push(
      encodeChunks(6, { type: 9, timestampMs: 1, streamId: 1, body: Buffer.alloc(70_000, 1) }, size),
    )
    assert.equal(got, 70_000)
  }
})

test('parameter sets larger than any encoder’s are none: every viewer would be sent them', () => {
  const avcC = Buffer.from(
    '0142c015ffe100176742c015da05067e7c0440000003004000001e03c58ba801000468ce0fc8',
    'hex',
  )
  assert.ok(readVideoSetup(avcC))
  assert.equal(readVideoSetup(Buffer.concat([avcC, Buffer.alloc(1 << 20)])), null)
})
