// Pages and files on the same port as the API: nothing outside their folders, nothing that a browser takes for something else.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { mountPages } from '#server/http'
import { openHouse, type House } from '#tests/support/house'

const SECRET = 'the-secret-of-this-house'
let house: House
let dataDir: string
let port: number
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'files-'))
  await mkdir(join(dataDir, 'blobs'))
  await writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ secret: SECRET }))
  await writeFile(join(dataDir, 'blobs', '.hidden'), SECRET)
  await writeFile(join(dataDir, 'blobs', 'a.mp4'), 'not a clip')
  house = await openHouse({ dataDir })
  await mountPages(house.app, house.deps.config, house.endpoints, () => Promise.resolve(true), {
    db: house.db,
    live: house.doors.live,
  })
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  port = (house.app.server.address() as AddressInfo).port
})
after(async () => {
  await house.close()
  await rm(dataDir, { recursive: true })
})

/** As typed: node:http sends the path as it is. */
const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const r = request({ port, host: '127.0.0.1', path, method, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode!, text, headers: answer.headers }))
    })
    r.on('error', reject)
    r.end()
  })

test('B16 no spelling of a path leads out of a folder', async () => {
  const up = ['..', '%2e%2e', '%252e%252e', '.%2e', '..%00', '..;', '....', '%c0%ae%c0%ae', '..%5c..', '\\..']
  const slash = ['/', '%2f', '%5c', '\\', '//']
  for (const folder of ['/media/blobs', '/media/world', '/docs/assets', '/assets', '/desk/assets'])
    for (const u of up)
      for (const s of slash)
        for (const target of ['secrets.json', 'package.json', `${u}${s}${u}${s}package.json`]) {
          const path = `${folder}${s}${u}${s}${target}`
          const { status, text } = await ask(path)
          assert.ok(!text.includes(SECRET) && !text.includes('"serendip"'), path)
          assert.ok(status !== 500, `${path} answered ${status}`)
        }
})

test('F76 files say what they are, are taken for nothing else, and hidden ones are not there', async () => {
  const clip = await ask('/media/blobs/a.mp4')
  assert.deepEqual(
    [clip.status, clip.headers['content-type'], clip.headers['x-content-type-options']],
    [200, 'video/mp4', 'nosniff'],
  )
  for (const path of [
    '/media/blobs/',
    '/media/blobs',
    '/media/world/',
    '/media/blobs/.hidden',
    '/media/blobs/%00',
    '/.git/config',
  ])
    assert.ok(![200, 500].includes((await ask(path)).status), path)
})

test('a part of a file that is not there is refused as such', async () => {
  const ranged = (range: string) => ask('/media/blobs/a.mp4', 'GET', { range })
  assert.deepEqual([(await ranged('bytes=0-2')).status, (await ranged('bytes=0-2')).text], [206, 'not'])
  for (const range of [
    'bytes=9999-',
    'bytes=-0',
    'bytes=5-1',
    'bytes=a-b',
    'lines=1-2',
    `bytes=${'0-1,'.repeat(500)}0-1`,
  ])
    assert.ok(
      [200, 206, 416].includes((await ranged(range)).status),
      `${range.slice(0, 20)} ${(await ranged(range)).status}`,
    )
})

test('B16 looking with HEAD shows no more than GET, and other methods do nothing', async () => {
  for (const path of ['/api/v1/platform/ledger/health', '/api/v1/me/addresses']) {
    const [head, get] = [await ask(path, 'HEAD'), await ask(path)]
    assert.deepEqual([head.status, head.text], [get.status, ''], path)
  }
  for (const method of ['OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH'])
    assert.ok([404, 405].includes((await ask('/api/v1/session/guest', method)).status), method)
  const preflight = await ask('/api/v1/session', 'OPTIONS')
  assert.equal(
    preflight.headers['access-control-allow-origin'],
    undefined,
    'no other site may read an answer',
  )
})

test('a page asked for with a hostile address carries none of it', async () => {
  for (const path of [
    '/c/%3Cscript%3Ealert(1)%3C/script%3E',
    '/desk/%22%3E%3Cimg%20onerror=x%3E',
    '/x.png%3Cscript%3E',
  ]) {
    const { status, text } = await ask(path)
    assert.ok(status !== 500 || text.includes('UNAVAILABLE'), `${path} ${status}`)
    assert.doesNotMatch(text, /alert\(1\)|onerror/, path)
  }
})
