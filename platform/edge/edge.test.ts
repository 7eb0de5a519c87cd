// The edge against cameras that misbehave and viewers that do not read: each case over real sockets, on clocks the test chooses.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { openFlv } from '#tests/support/flv-reader'
import { openHooks, type OpenHooks } from '#tests/support/open-hooks'
import { openRtmp, type RtmpClient } from '#tests/support/rtmp-client'
import { until } from '#tests/support/until'
import { silentLogger } from '../logger.ts'
import { signInternal } from './internal-wire.ts'
import { createEdge, type Edge } from './index.ts'

const SECRET = 'a secret of sixteen or more'

describe('edge', () => {
  let edge: Edge
  let hooks: OpenHooks
  let base = ''
  let n = 0
  const clients: RtmpClient[] = []

  before(async () => {
    hooks = openHooks('right')
    edge = createEdge({
      hooks: hooks.hooks,
      log: silentLogger,
      now: Date.now,
      host: '127.0.0.1',
      mediaPort: 0,
      rtmpPort: 0,
      recordingsDir: null,
      secret: SECRET,
      resumeMs: 1500,
      idleMs: 5000,
      timeToPublishMs: 700,
    })
    await edge.start()
    base = `http://127.0.0.1:${edge.ports().media}`
  })
  after(async () => {
    for (const client of clients) client.close()
    await edge.stop()
  })

  const newStream = () => `rom_${(n += 1)}`
  const client = async () => {
    const one = await openRtmp(edge.ports().rtmp)
    clients.push(one)
    return one
  }
  async function publisher(stream: string, tracks = { video: true, audio: true }): Promise<RtmpClient> {
    const one = await client()
    assert.equal(await one.publish(stream, 'right'), null)
    if (tracks.video) one.videoSetup('320x180')
    if (tracks.audio) one.audioSetup()
    return one
  }
  const health = async (stream: string) => (await edge.engine.health(stream))!
  const playlist = async (stream: string, query = '') => {
    const response = await fetch(`${base}/live/${stream}/index.m3u8${query}`)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const ended = (stream: string) => until('live', async () => (await edge.engine.health(stream)) !== null)

  /** Pictures at 25 a second and sound, of the sender's clock from `fromMs`. */
  function film(
    one: RtmpClient,
    fromMs: number,
    forMs: number,
    options: {
      gopMs?: number
      video?: boolean
      audio?: boolean
      compositionMs?: number
      bytes?: number
      enhanced?: boolean
    } = {},
  ) {
    const { gopMs = 1000, video = true, audio = true, ...rest } = options
    for (let at = 0; at < forMs; at += 40) {
      if (video) one.video(fromMs + at, { key: at % gopMs === 0, ...rest })
      if (audio) {
        one.audio(fromMs + at)
        one.audio(fromMs + at + 20)
      }
    }
  }

  async function lastsThrough(
    stream: string,
    play: (viewer: Awaited<ReturnType<typeof openFlv>>) => Promise<void>,
  ) {
    const viewer = await openFlv(`${base}/live/${stream}.flv`)
    await until('the first tags', () => viewer.tags.length > 3)
    await play(viewer)
    for (const type of [8, 9]) {
      const times = viewer.tags.filter((tag) => tag.type === type && !tag.setup).map((tag) => tag.timestampMs)
      times.forEach((time, i) => assert.ok(i === 0 || (time > times[i - 1]! && time - times[i - 1]! < 3100)))
    }
    viewer.close()
  }

  it('asks before a byte of media is taken, and says the refusal', async () => {
    const wrong = await client()
    assert.match((await wrong.publish('rom_a', 'wrong')) ?? '', /BadName WRONG_KEY/)
    await wrong.gone
    hooks.ended.add('rom_over')
    assert.match((await (await client()).publish('rom_over', 'right')) ?? '', /ROOM_ENDED/)
    assert.match((await (await client()).publish('no/../such', 'right')) ?? '', /STREAM_NAME/)
    assert.equal(await (await client()).publish('rom_a', 'right', 'vod'), 'closed')
  })

  it('hangs up on garbage, on silence and on those who come in crowds', async () => {
    const raw = () => connect({ port: edge.ports().rtmp, host: '127.0.0.1' }).on('error', () => {})
    const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const garbage = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      randomBytes(4000),
      Buffer.concat([Buffer.from([3]), randomBytes(9000)]),
    ]
    for (const bytes of garbage) {
      const socket = raw()
      socket.write(bytes)
      socket.resume()
      await closed(socket)
    }
    const from = performance.now()
    const silent = raw()
    silent.resume()
    await closed(silent)
    assert.ok(performance.now() - from > 500)
    const crowd = Array.from({ length: 60 }, () => raw().resume())
    await Promise.all(crowd.map(closed))
    assert.equal(await (await client()).publish(newStream(), 'right'), null, 'and others are still let in')
  })

  it('keeps a viewer through a clock that jumps back, and by hours', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 3_600_000, 2000)
    await lastsThrough(stream, async (viewer) => {
      for (const from of [1000, 90_000_000, 0xff_ff_ff_00]) {
        const count = viewer.tags.length
        film(one, from, 1000)
        await until('more', () => viewer.tags.length >= count + 70)
      }
      assert.ok((await health(stream)).advice.includes('clockJumped'))
    })
  })

  it('keeps a viewer through a change of parameters; LL-HLS says so', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 0, 2000)
    await lastsThrough(stream, async (viewer) => {
      one.videoSetup('640x360')
      film(one, 2000, 2040)
      await until(
        'the new setup',
        () => viewer.tags.filter((tag) => tag.type === 9 && tag.setup).length === 2,
      )
      await until('its key frame', () => viewer.tags.at(-1)!.timestampMs > 3500)
      assert.equal(viewer.isOver(), false)
    })
    const { width, height } = await health(stream)
    assert.deepEqual([width, height], [640, 360])
    const { text } = await playlist(stream)
    assert.match(text, /#EXT-X-DISCONTINUITY\n#EXT-X-MAP/)
  })

  it('plays sound alone, and a picture alone', async () => {
    for (const tracks of [
      { video: false, audio: true },
      { video: true, audio: false },
    ]) {
      const stream = newStream()
      const one = await publisher(stream, tracks)
      film(one, 0, 4000, tracks)
      await ended(stream)
      const viewer = await openFlv(`${base}/live/${stream}.flv`)
      await until('tags', () => viewer.tags.length > 5)
      assert.equal(viewer.flags(), tracks.video ? 1 : 4)
      viewer.close()
      assert.match((await playlist(stream)).text, /#EXTINF/)
    }
  })

  it('advises on B-frames, far key frames, too large a picture', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    one.videoSetup('3840x2160')
    film(one, 0, 20_000, { gopMs: 10_000, compositionMs: 80 })
    await until(
      'ten seconds between key frames',
      async () => (await edge.engine.health(stream))?.keyFrameEveryMs === 10_000,
    )
    const { advice, reordered } = await health(stream)
    assert.equal(reordered, true)
    for (const one of ['bFrames', 'keyFrameTooFar', 'tooLarge'] as const) assert.ok(advice.includes(one), one)
    const viewer = await openFlv(`${base}/live/${stream}.flv`)
    await until('a key frame at once', () => viewer.tags.some((tag) => tag.key && !tag.setup))
    viewer.close()
    const longest = [...(await playlist(stream)).text.matchAll(/#EXTINF:([\d.]+)/g)].map((m) => Number(m[1]))
    assert.ok(Math.max(...longest) <= 4, 'no segment is longer than promised')
  })

  it('reads the enhanced form of H.264, and refuses other codecs by name', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 0, 1000, { enhanced: true })
    await ended(stream)
    one.send(9, 1000, Buffer.concat([Buffer.from([0x90]), Buffer.from('hvc1'), Buffer.alloc(20)]))
    await one.gone
    assert.ok(one.codes.some((code) => code.includes('CODEC_UNKNOWN hvc1')))
  })

  it('lets go of FLV viewers whose tracks changed at a resume', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 0, 1000)
    await ended(stream)
    const viewer = await openFlv(`${base}/live/${stream}.flv`)
    await until('tags', () => viewer.tags.length > 5)
    one.close()
    const two = await publisher(stream, { video: true, audio: false })
    film(two, 0, 1000, { audio: false })
    await until('the viewer is let go', () => viewer.isOver())
    const again = await openFlv(`${base}/live/${stream}.flv`)
    await until('it comes back', () => again.flags() === 1)
    again.close()
  })

  it('bounds what waits for viewers that do not read, and they leap when they do', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 0, 1000, { bytes: 20_000 })
    await ended(stream)
    const stalled = Array.from({ length: 20 }, () => {
      const socket = connect({ port: edge.ports().media, host: '127.0.0.1' })
      socket.write(`GET /live/${stream}.flv HTTP/1.1\r\nHost: x\r\n\r\n`)
      socket.pause()
      return socket
    })
    await until('they watch', async () => (await health(stream)).viewers === 20)
    for (let from = 1000; from < 30_000; from += 1000) {
      film(one, from, 1000, { bytes: 20_000 })
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await until(
      'all arrived',
      async () => (await health(stream)).videoKbps > 0 && edge.load().queuedBytes > 0,
    )
    assert.ok(edge.load().queuedBytes <= 20 * 260_000, `${edge.load().queuedBytes}`)
    let bytes = 0
    stalled[0]!.on('data', (data: Buffer) => (bytes += data.length)).resume()
    await until('it is fed again', () => bytes > 300_000)
    assert.ok(bytes < 25_000_000)
    for (const socket of stalled) socket.destroy()
  })

  it('speaks FLV over a WebSocket as well', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 0, 2000)
    await ended(stream)
    const socket = new WebSocket(`${base.replace('http', 'ws')}/live/${stream}.flv`)
    socket.binaryType = 'arraybuffer'
    const frames: Buffer[] = []
    socket.addEventListener('message', (event) => frames.push(Buffer.from(event.data as ArrayBuffer)))
    await until('frames', () => frames.length > 20)
    assert.equal(frames[0]!.toString('latin1', 0, 3), 'FLV')
    assert.ok(frames.slice(1).every((tag) => tag.readUInt32BE(tag.length - 4) === tag.length - 4))
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
    socket.close()
    await closed
    const unknown = new WebSocket(`${base.replace('http', 'ws')}/live/nobody.flv`)
    await new Promise((resolve) => unknown.addEventListener('error', resolve))
  })

  it('blocks a playlist until its part is there, and says what it will not wait for', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    film(one, 0, 2500)
    await ended(stream)
    await until('parts', async () => (await playlist(stream)).text.includes('#EXT-X-PART:'))
    const { text, headers } = await playlist(stream)
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('cache-control'), 'public, max-age=1')
    const [, number, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)\.m4s"/.exec(text)!
    const blocked = playlist(stream, `?_HLS_msn=${number}&_HLS_part=${part}`)
    const hinted = fetch(`${base}/live/${stream}/${number}.${part}.m4s`)
    film(one, 2520, 400, { gopMs: 100_000 })
    assert.ok((await blocked).text.includes(`URI="${number}.${part}.m4s"`))
    assert.match((await blocked).headers.get('cache-control') ?? '', /max-age=4/)
    const piece = await hinted
    assert.equal(piece.status, 200)
    assert.match(piece.headers.get('cache-control') ?? '', /immutable/)
    for (const query of [
      `?_HLS_msn=${Number(number) + 3}`,
      '?_HLS_part=0',
      '?_HLS_msn=-1',
      '?_HLS_msn=x',
      `?_HLS_msn=${number}&_HLS_part=99`,
    ])
      assert.equal((await playlist(stream, query)).status, 400, query)
    assert.equal((await fetch(`${base}/live/${stream}/1.m4s`)).status, 404)
    assert.equal((await playlist('nobody')).status, 404)
    await edge.engine.close(stream)
    assert.match((await playlist(stream)).text, /#EXT-X-ENDLIST/)
  })

  it('answers health and close only to who knows the secret, and only for that request', async () => {
    const stream = newStream()
    film(await publisher(stream), 0, 1000)
    await ended(stream)
    const path = `/internal/streams/${stream}/close`
    const post = (headers: Record<string, string>) =>
      fetch(base + path, { method: 'POST', headers }).then((r) => r.status)
    assert.equal(await post({}), 404)
    assert.equal(await post(signInternal('another secret of the like', 'POST', path, Date.now())), 404)
    assert.equal(await post(signInternal(SECRET, 'POST', path, Date.now() - 60_000)), 404)
    assert.equal(await post(signInternal(SECRET, 'GET', path, Date.now())), 404)
    assert.equal(await post(signInternal(SECRET, 'POST', path.replace(stream, 'other'), Date.now())), 404)
    assert.ok(await edge.engine.health(stream))
    assert.equal(await post(signInternal(SECRET, 'POST', path, Date.now())), 200)
    assert.equal(await edge.engine.health(stream), null)
  })

  it('throws out who sends more than any camera', async () => {
    const stream = newStream()
    const one = await publisher(stream)
    for (let i = 0; i < 30; i++) one.video(i, { key: true, bytes: 2_000_000 })
    await one.gone
  })
})
