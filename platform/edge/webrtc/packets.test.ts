// From packets to pictures, without a network: order, loss, wrap-around, hostile payloads, clocks, Ogg and ADTS.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { it } from 'node:test'
import fc from 'fast-check'
import { AAC_CONFIG, createAacTranscoder, cutAdts } from './aac-transcoder.ts'
import { avcCOf, withLengths } from './edge-publisher.ts'
import { createH264Units, type Picture } from './h264-units.ts'
import { createMediaClock } from './media-clock.ts'
import { createOggOpus, opusSamples, OPUS_SILENCE } from './ogg-opus.ts'
import { candidatesOf, offerProblem } from './offers.ts'
import { createRtpOrder, sequenceDistance, type RtpLike } from './rtp-order.ts'
import { readVideoSetup } from '../codecs.ts'

const packet = (
  sequenceNumber: number,
  payload: number[] = [0x41, 1],
  timestamp = 0,
  marker = true,
): RtpLike => ({
  header: { sequenceNumber: sequenceNumber & 0xffff, timestamp, marker },
  payload: Buffer.from(payload),
})
const SPS = Buffer.from(
  '67 42 c0 1f da 02 80 bf e5 c0 44 00 00 03 00 04 00 00 03 00 f0 3c 60 ca 80'.replaceAll(' ', ''),
  'hex',
)
const PPS = Buffer.from('68ce3c80', 'hex')

void it('packets come out in order across the wrap, each once, and late ones are not missed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 65_535 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 20, maxLength: 200 }),
      (first, delays) => {
        const order = createRtpOrder({ holdMs: 1000 })
        const sent = delays.map((delay, i) => ({ i, at: i + delay })).sort((a, b) => a.at - b.at || a.i - b.i)
        // The first to arrive says where it begins.
        const from = sent[0]?.i ?? 0
        const out = sent.flatMap(({ i }, at) => [
          ...order.push(packet(first + i), at),
          ...order.push(packet(first + i), at),
        ])
        const got = out.map(({ packet }) => sequenceDistance(first & 0xffff, packet.header.sequenceNumber))
        assert.deepEqual(
          got,
          delays.map((_, i) => i).filter((i) => i >= from),
        )
        assert.ok(out.every((one) => !one.lostBefore))
      },
    ),
  )
})

void it('what never comes is waited for once, then said; a source that begins anew is followed', () => {
  const order = createRtpOrder({ holdMs: 100 })
  assert.equal(order.push(packet(10), 0).length, 1)
  assert.equal(order.push(packet(12), 10).length, 0)
  assert.equal(order.push(packet(13), 60).length, 0)
  const late = order.push(packet(14), 120)
  assert.deepEqual(
    late.map((one) => [one.packet.header.sequenceNumber, one.lostBefore]),
    [
      [12, true],
      [13, false],
      [14, false],
    ],
  )
  assert.equal(order.push(packet(11), 130).length, 0)
  assert.deepEqual(
    order.push(packet(40_000), 200).map((one) => one.lostBefore),
    [true],
  )
  for (let i = 0; i < 5000; i++) order.push(packet(40_002 + i * 2), 200)
  assert.ok(order.held() <= 512, `${order.held()} held`)
})

const pictures = (
  payloads: { payload: number[]; timestamp: number; marker: boolean; lost?: boolean }[],
): Picture[] => {
  const units = createH264Units()
  return payloads.flatMap(({ payload, timestamp, marker, lost }, i) => {
    const done = units.push({ packet: packet(i, payload, timestamp, marker), lostBefore: lost ?? false })
    return done ? [done] : []
  })
}
const stap = [24, 0, SPS.length, ...SPS, 0, PPS.length, ...PPS]
const key = [
  { payload: stap, timestamp: 1, marker: false },
  { payload: [0x7c, 0x85, 9, 9], timestamp: 1, marker: false },
  { payload: [0x7c, 0x45, 8], timestamp: 1, marker: true },
]

void it('aggregated sets and fragments become one picture with the sets in front', () => {
  const [first, second] = pictures([...key, { payload: [0x41, 7], timestamp: 2, marker: true }])
  assert.deepEqual(
    first?.nalUnits.map((unit) => unit.toString('hex')),
    [SPS.toString('hex'), PPS.toString('hex'), '65090908'],
  )
  assert.deepEqual([first?.keyFrame, second?.keyFrame], [true, false])
  assert.equal(readVideoSetup(avcCOf(SPS, PPS))?.width, 640)
  assert.equal(withLengths([PPS, Buffer.from([1])]).toString('hex'), '0000000468ce3c800000000101')
})

void it('after a loss nothing is shown until the next key frame', () => {
  const shown = pictures([
    ...key,
    { payload: [0x41, 7], timestamp: 2, marker: true, lost: true },
    { payload: [0x41, 7], timestamp: 3, marker: true },
    ...key.map((one) => ({ ...one, timestamp: 4 })),
    { payload: [0x41, 7], timestamp: 5, marker: true },
  ])
  assert.deepEqual(
    shown.map((one) => one.rtpTimestamp),
    [1, 4, 5],
  )
})

void it('no payload breaks it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(3), fc.boolean(), fc.boolean())),
      (all) => {
        const shown = pictures(
          all.map(([payload, timestamp, marker, lost]) => ({
            payload: [...payload],
            timestamp,
            marker,
            lost,
          })),
        )
        for (const one of shown) assert.ok(one.nalUnits.every((unit) => unit.length > 0))
      },
    ),
  )
})

void it('times rise through the wrap of 32 bits; sound is moved onto the picture’s clock slowly', () => {
  const clock = createMediaClock()
  const video = clock.track(90_000)
  const audio = clock.track(48_000)
  const start = 2 ** 32 - 90_000
  let last = -1
  for (let i = 0; i < 90; i++) {
    const at = video.toMs((start + i * 3000) % 2 ** 32, 100 + i * 33)
    assert.ok(at > last)
    last = at
  }
  assert.ok(Math.abs(last - (100 + (89 * 3000) / 90)) < 1)
  // The sound arrived 200 ms later than it belongs.
  audio.toMs(0, 300)
  video.report(start, 5_000_000)
  audio.report(0, 5_000_000)
  let before = 300
  let lastSound = 0
  for (let i = 1; i <= 1000; i++) {
    lastSound = audio.toMs(i * 960, 0)
    assert.ok(lastSound >= before && lastSound - before <= 20 * 1.03)
    before = lastSound
  }
  assert.ok(Math.abs(lastSound - (100 + 20_000)) < 2, `${lastSound}`)
})

void it(
  'Opus in Ogg becomes AAC frames with rising times, gaps filled',
  { skip: spawnSync('ffmpeg', ['-version']).status !== 0 && 'no ffmpeg' },
  async () => {
    assert.equal(opusSamples(OPUS_SILENCE), 960)
    assert.equal(createOggOpus().head().toString('latin1', 0, 4), 'OggS')
    const times: number[] = []
    const transcoder = createAacTranscoder({
      ffmpegPath: 'ffmpeg',
      onFrame: (frame) => void times.push(frame.timestampMs),
      onGivenUp: assert.fail,
    })
    // Two seconds of packets with half a second missing in the middle.
    for (let i = 0; i < 100; i++) if (i < 40 || i >= 65) transcoder.push(OPUS_SILENCE, 1000 + i * 20)
    const end = performance.now() + 10_000
    while ((times.at(-1) ?? 0) < 2700 && performance.now() < end)
      await new Promise((go) => setTimeout(go, 20))
    transcoder.close()
    assert.ok(times.length > 75, `${times.length} frames`)
    assert.equal(times[0], 1000)
    assert.ok(times.every((at, i) => i === 0 || Math.abs(at - (times[i - 1] ?? 0) - 1024 / 48) < 1))
    assert.equal(AAC_CONFIG.length, 2)
  },
)

void it('a transcoder that cannot start is given up, and said once', async () => {
  let said = 0
  const transcoder = createAacTranscoder({
    ffmpegPath: '/nowhere/ffmpeg',
    onFrame: () => assert.fail('no frame can come'),
    onGivenUp: () => said++,
  })
  for (let i = 0; i < 12; i++) {
    transcoder.push(OPUS_SILENCE, i * 20)
    await new Promise((go) => setTimeout(go, 20))
  }
  assert.equal(said, 1)
  transcoder.close()
})

void it('ADTS is cut across any border, and what is none is refused', () => {
  const frame = Buffer.from([0xff, 0xf1, 0x4c, 0x80, 0x01, 0x5f, 0xfc, 1, 2, 3])
  const all = Buffer.concat([frame, frame, frame])
  fc.assert(
    fc.property(fc.array(fc.nat(29), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), 30]
      let rest: Buffer = Buffer.alloc(0)
      let got = 0
      for (let i = 1; i < places.length; i++)
        rest = cutAdts(Buffer.concat([rest, all.subarray(places[i - 1], places[i])]), (one) => {
          assert.equal(one.toString('hex'), '010203')
          got++
        })
      assert.equal(got, 3)
    }),
  )
  assert.throws(() => cutAdts(Buffer.from('not adts at all'), () => {}), /ADTS/)
})

void it('offers without H.264, of the wrong direction, or with more than a camera are named', () => {
  const video =
    'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=42e01f\r\n'
  const head = 'v=0\r\na=ice-ufrag:x\r\na=fingerprint:sha-256 00\r\n'
  assert.equal(offerProblem(`${head}${video}a=sendonly\r\n`, 'send'), null)
  assert.equal(offerProblem(`${head}${video}a=recvonly\r\n`, 'send'), 'SDP_INVALID')
  assert.equal(offerProblem(`${head}${video}a=recvonly\r\n`, 'receive'), null)
  assert.equal(offerProblem(`${head}${video.replace('H264', 'VP8')}`, 'send'), 'SDP_INVALID')
  assert.equal(offerProblem(`${head}${video}${video}`, 'send'), 'SDP_INVALID')
  assert.equal(offerProblem(`${head}${video}m=application 9 x\r\n`, 'send'), 'SDP_INVALID')
  assert.equal(offerProblem('hello', 'send'), 'SDP_INVALID')
  const many = Array.from({ length: 99 }, () => 'a=candidate:1 1 udp 1 192.0.2.1 1 typ host').join('\r\n')
  assert.equal(candidatesOf(`m=video\r\na=mid:0\r\n${many}`).length, 32)
})
