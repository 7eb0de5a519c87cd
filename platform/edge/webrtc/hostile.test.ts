// Offers that mean harm, or come from a browser without our codec: refused before anything of the stream is touched.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createWebRtcGateway, type WebRtcGateway } from './gateway.ts'

let asked = 0
let base = ''
let gateway: WebRtcGateway
const server = createServer((request, response) => {
  if (!gateway.handle(request, response)) response.writeHead(404).end()
})
before(async () => {
  gateway = createWebRtcGateway({
    openSink: async () => {
      asked += 1
      return { refusal: 'ASKED' }
    },
    addresses: { publicAddress: null, udpPorts: null },
    ffmpegPath: null,
    refuse: (response, code) => void response.writeHead(409).end(code),
    now: () => performance.now(),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(async () => {
  await gateway.close()
  server.closeAllConnections()
  server.close()
})

const offer = (body: string, type = 'application/sdp') =>
  fetch(`${base}/whip/one`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: 'Bearer right' },
    body,
  }).then(
    (r) => r.text(),
    () => 'closed',
  )
const VIDEO = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\n'
const H264 = 'a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n'
const ICE = 'a=fingerprint:sha-256 00\r\na=ice-ufrag:x\r\n'

void test('an offer that cannot be answered does not take the stream over', async () => {
  const bad = [
    '',
    'v=0\r\n',
    `v=0\r\n${VIDEO}a=rtpmap:96 VP8/90000\r\n${ICE}`,
    `v=0\r\n${VIDEO}${H264}${ICE}${VIDEO}${H264}`,
    `v=0\r\n${VIDEO}${H264}${ICE}a=recvonly\r\n`,
    `v=0\r\n${'m=application 9 X\r\n'.repeat(3_000)}`,
    `v=0\r\n${VIDEO}a=fmtp:${'1'.repeat(60_000)}`,
  ]
  for (const body of bad) assert.equal(await offer(body), 'SDP_INVALID', body.slice(0, 60))
  assert.equal(await offer('v=0', 'text/html'), 'CONTENT_TYPE')
  assert.match(await offer(`v=0${'x'.repeat(1 << 20)}`), /BODY_TOO_LARGE|closed/)
  assert.equal(asked, 0)
  assert.equal(await offer(`v=0\r\n${VIDEO}${H264}${ICE}`), 'ASKED')
})
