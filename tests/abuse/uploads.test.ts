// Resumable uploads by somebody who does not keep to the protocol, or whose line is cut anywhere: what is kept is whole or not there,
// nothing becomes an error of ours, and others' uploads go on.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { idIn, tusOf, type Tus } from '#tests/support/clips'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'
import { until } from '#tests/support/until'
import { anMp4 } from '../../modules/media/fixtures.ts'

let house: House
let a: Tenant
let dataDir: string
let base: string
let port: number
let tus: Tus

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'abuse-uploads-'))
  house = await openHouse({ dataDir })
  a = await aTenant(house, await thePlatform(house), 'A')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  port = (house.app.server.address() as AddressInfo).port
  base = `http://127.0.0.1:${port}`
  tus = tusOf(base, a.creatorOwner.token)
})
after(async () => {
  await house.close()
  await rm(dataDir, { recursive: true })
})

const path = '/api/v1/uploads/tus'
const send = (method: string, uploadId: string, headers: Record<string, string>, body?: BodyInit) =>
  fetch(`${base}${path}${uploadId && `/${uploadId}`}`, {
    method,
    headers: { authorization: `Bearer ${a.creatorOwner.token}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body === undefined ? {} : { body }),
  })
const OCTETS = { 'content-type': 'application/offset+octet-stream' }
const code = async (r: Response) => {
  const text = await r.text()
  return r.status < 300 ? 'ok' : `${r.status} ${text ? (JSON.parse(text) as { code: string }).code : ''}`
}
const offsetOf = async (uploadId: string) => Number((await tus.head(uploadId)).headers.get('upload-offset'))

test('headers that are none are refused by name, never by an error of ours', async () => {
  const tries: [string, string, Record<string, string>][] = [
    ['PATCH', '%zz', { ...OCTETS, 'upload-offset': '0' }],
    ['PATCH', '%00', { ...OCTETS, 'upload-offset': '0' }],
    ['HEAD', '..%5c..%5cx', {}],
    ['PATCH', 'x'.repeat(3_000), { ...OCTETS, 'upload-offset': '0' }],
    ['POST', '', { 'upload-length': '-1' }],
    ['POST', '', { 'upload-length': '1e3' }],
    ['POST', '', { 'upload-length': '99999999999999999999' }],
    ['POST', '', { 'upload-length': '10737418240' }],
    ['POST', '', { 'upload-defer-length': '1' }],
    ['POST', '', { 'upload-length': '10', 'upload-metadata': ',,, ,creatorId' }],
    ['POST', '', { 'upload-length': '10', 'upload-metadata': `creatorId ${'A'.repeat(9_000)}` }],
    ['POST', '', { 'upload-length': '10', 'upload-concat': 'final;/x /y' }],
    ['POST', '', { 'upload-length': '10', 'tus-resumable': '0.2.2' }],
  ]
  for (const [method, id, headers] of tries) {
    const r = await send(method, id, headers)
    assert.ok(
      r.status >= 400 && r.status < 500,
      `${method} ${id.slice(0, 12)} ${JSON.stringify(headers).slice(0, 80)}: ${r.status} ${await r.text()}`,
    )
  }
})

test('a piece with a wrong sum, type, offset or too many bytes changes nothing', async () => {
  const bytes = anMp4()
  const uploadId = idIn(await tus.create(bytes.length, a.creatorId))
  const wrong: [Record<string, string>, number][] = [
    [{ ...OCTETS, 'upload-offset': '0', 'upload-checksum': 'sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }, 4],
    [{ 'content-type': 'text/plain', 'upload-offset': '0' }, 4],
    [{ ...OCTETS, 'upload-offset': '-1' }, 4],
    [{ ...OCTETS, 'upload-offset': '0x0' }, 4],
    [{ ...OCTETS, 'upload-offset': '00' }, 4],
    [{ ...OCTETS }, 4],
    [{ ...OCTETS, 'upload-offset': '0' }, bytes.length + 1],
  ]
  const answers = []
  for (const [headers, n] of wrong) {
    answers.push(await code(await send('PATCH', uploadId, headers, new Uint8Array(n))))
    answers.push(await offsetOf(uploadId))
  }
  assert.ok(
    answers.every((x) => x === 0 || /^4\d\d \w+$/.test(String(x))),
    answers.join(' · '),
  )
  assert.equal((await tus.patch(uploadId, 0, bytes)).status, 204, 'and it goes on')
})

test('ten send the same piece at once: the file is that piece once', async () => {
  const bytes = anMp4()
  const uploadId = idIn(await tus.create(bytes.length + 1_000_000, a.creatorId))
  const piece = new Uint8Array(1_000_000).map((_, i) => i * 7)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => tus.patch(uploadId, 0, piece).then(code, () => 'cut')),
  )
  assert.ok(
    answers.every((x) => ['ok', '409 OFFSET', 'cut'].includes(x) || /^4\d\d /.test(x)),
    answers.join(),
  )
  const at = await offsetOf(uploadId)
  const kept = await readFile(join(dataDir, 'uploads', uploadId))
  assert.equal(kept.length, at)
  assert.ok(at <= piece.length, `${at}`)
  assert.ok(kept.equals(Buffer.from(piece.subarray(0, at))), 'mixed')
  assert.equal((await tus.remove(uploadId)).status, 204)
})

/** Begins a PATCH of all bytes and cuts the line after `count` of them. */
function cutAfter(uploadId: string, offset: number, bytes: Uint8Array, count: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' }).on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.write(
    `PATCH ${path}/${uploadId} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${a.creatorOwner.token}\r\ntus-resumable: 1.0.0\r\n` +
      `content-type: application/offset+octet-stream\r\nupload-offset: ${offset}\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  )
  socket.write(bytes.subarray(0, count), () => setTimeout(() => socket.destroy(), 10))
  return closed
}

test('a line that is cut at every byte: what came is kept, never more, and the clip is whole in the end', async () => {
  const bytes = anMp4().subarray(0)
  const uploadId = idIn(await tus.create(bytes.length, a.creatorId))
  let offset = 0
  for (let i = 0; offset < bytes.length - 1 && i < 60; i++) {
    await cutAfter(
      uploadId,
      offset,
      bytes.subarray(offset),
      Math.min(1 + (i % 23), bytes.length - 1 - offset),
    )
    const at = await until('the lock is free', async () => {
      const r = await tus.head(uploadId)
      return (
        r.status === 200 &&
        Number(r.headers.get('upload-offset')) >= offset && { at: Number(r.headers.get('upload-offset')) }
      )
    })
    assert.ok(at.at <= bytes.length)
    offset = at.at
  }
  const kept = await readFile(join(dataDir, 'uploads', uploadId))
  assert.ok(kept.equals(Buffer.from(bytes.subarray(0, kept.length))))
  const last = await tus.patch(uploadId, offset, bytes.subarray(offset))
  assert.equal(last.status, 204, await last.text())
})

test('a hundred uploads that stop after a byte hold nobody up, and deleting them leaves nothing', async () => {
  const ids: string[] = []
  for (let i = 0; i < 15; i++) {
    const made = await tus.create(10_000_000, a.creatorId)
    if (made.status === 201) ids.push(idIn(made))
  }
  const sockets = ids.flatMap((uploadId) =>
    Array.from({ length: 7 }, () => {
      const socket = connect({ port, host: '127.0.0.1' }).on('error', () => {})
      socket.write(
        `PATCH ${path}/${uploadId} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${a.creatorOwner.token}\r\ntus-resumable: 1.0.0\r\n` +
          `content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: 10000000\r\n\r\nx`,
      )
      return socket
    }),
  )
  const from = performance.now()
  const bytes = anMp4()
  const uploadId = idIn(await tus.create(bytes.length, a.creatorId))
  assert.equal((await tus.patch(uploadId, 0, bytes)).status, 204)
  assert.ok(performance.now() - from < 5_000)
  for (const id of ids) assert.equal((await tus.remove(id)).status, 204)
  for (const socket of sockets) socket.destroy()
  await until(
    'nothing is left',
    async () =>
      (await readdir(join(dataDir, 'uploads'))).every((name) => !ids.some((id) => name.startsWith(id))),
    5_000,
  )
})
