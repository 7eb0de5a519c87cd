// Uploads through the door: what is kept is what we made, and every refusal has its own code.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { AppError, type ErrorCode } from '#kernel/errors'
import { systemCtx, type Actor, type Ctx } from '#platform/context'
import { createDispatcher } from '#platform/http/dispatch'
import { createIdempotencyStore } from '#platform/http/idempotency'
import { createHttpServer } from '#platform/http/server'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { MAX_IMAGE_BYTES } from './contract.ts'
import { anMp4 } from './fixtures.ts'
import { createMedia, type Media } from './index.ts'

let test_: TestDatabase
let dataDir: string
let media: Media

before(async () => {
  test_ = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'media-'))
  const deps = testDeps(test_.db)
  media = createMedia({ ...deps, config: { ...deps.config, dataDir } })
})
after(async () => {
  await test_.drop()
  await rm(dataDir, { recursive: true })
})

const uploader = (body: Uint8Array): Ctx => ({
  ...systemCtx('req_1'),
  actor: {
    kind: 'person',
    accountId: 'usr_01J00000000000000000000001',
    sessionId: 'ses_1',
    guest: false,
    memberships: [],
  },
  raw: { body, headers: {} },
})
const upload = (body: Uint8Array) =>
  media.routes
    .find((r) => r.endpoint.id === 'media.uploadImage')!
    .handle({} as never, uploader(body)) as Promise<{
    url: string
    width: number
    height: number
  }>
const image = upload

const refused = (p: Promise<unknown>, code: ErrorCode) =>
  assert.rejects(p, (e) => e instanceof AppError && e.code === code)
const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#b33' } })
const text = (t: string) => new TextEncoder().encode(t)
const kept = (url: string) => readFile(join(dataDir, 'blobs', url.split('/').at(-1)!))

test('a large JPEG becomes a WebP of at most 1600 px', async () => {
  const { url, width, height } = await image(await solid(3000, 1500).jpeg().toBuffer())
  assert.deepEqual([width, height], [1600, 800])
  assert.match(url, /^\/media\/blobs\/[0-9a-f]{64}\.webp$/)
  const { format, width: w } = await sharp(await kept(url)).metadata()
  assert.deepEqual([format, w], ['webp', 1600])
})

test('a small one is not blown up; PNG and WebP are accepted', async () => {
  const png = await image(await solid(40, 30).png().toBuffer())
  assert.deepEqual([png.width, png.height], [40, 30])
  assert.equal((await image(await solid(50, 30).webp().toBuffer())).width, 50)
})

test('the place where it was taken is not in what is kept, and it stands upright', async () => {
  const photo = await solid(200, 100)
    .withExif({ IFD0: { Copyright: 'someone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const { exif, orientation } = await sharp(photo).metadata()
  assert.ok(exif?.includes('someone') && orientation === 6, 'the fixture carries EXIF')
  const { url, width, height } = await image(photo)
  assert.deepEqual([width, height], [100, 200])
  const bytes = await kept(url)
  assert.equal((await sharp(bytes).metadata()).exif, undefined)
  assert.ok(!bytes.includes('someone'))
})

test('what rides behind a picture is not kept', async () => {
  const polyglot = Buffer.concat([await solid(20, 20).png().toBuffer(), text('<script>alert(1)</script>')])
  const { url } = await image(polyglot)
  assert.ok(!(await kept(url)).includes('script'))
})

test('what is no picture we take is refused by type, before any decoder sees it', async () => {
  for (const body of [
    '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    '<html>',
    '<?xml version="1.0"?>',
    'GIF89a/*',
    '%PDF-1.4',
    'hello',
  ]) {
    await refused(image(text(body)), 'MEDIA_TYPE')
  }
  await refused(image(await solid(20, 20).gif().toBuffer()), 'MEDIA_TYPE')
  await refused(image(anMp4()), 'MEDIA_TYPE')
})

test('damaged and empty files are refused as damaged', async () => {
  const whole = await solid(400, 400).png().toBuffer()
  await refused(image(whole.subarray(0, whole.length - 60)), 'MEDIA_CORRUPT')
  await refused(image(whole.subarray(0, 20)), 'MEDIA_CORRUPT')
  await refused(image(new Uint8Array()), 'MEDIA_CORRUPT')
})

test('a small file that unfolds into too many pixels is refused before it does', async () => {
  const bomb = await sharp({
    create: { width: 8000, height: 6000, channels: 3, background: '#000' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer()
  assert.ok(bomb.length < 500_000)
  await refused(image(bomb), 'PIXELS_MAX')
})

test('files over the limit are refused by size', async () => {
  await refused(image(new Uint8Array(MAX_IMAGE_BYTES + 1)), 'FILE_TOO_LARGE')
})

test('a refused file leaves nothing in the store', async () => {
  const before = await readdir(join(dataDir, 'blobs'))
  await refused(image(text('<html>')), 'MEDIA_TYPE')
  assert.deepEqual(await readdir(join(dataDir, 'blobs')), before)
})

test('over HTTP: bytes in, 201 out; one byte too many is FILE_TOO_LARGE with the limit; a stranger is asked to log in', async () => {
  const deps = testDeps(test_.db)
  const { actor } = uploader(new Uint8Array())
  const dispatcher = createDispatcher(media.routes, {
    demo: true,
    idempotency: createIdempotencyStore(test_.db),
  })
  const authenticate = (token: string | null): Promise<Actor> =>
    Promise.resolve(token ? actor : { kind: 'anonymous' })
  const app = await createHttpServer({ ...deps, dispatcher, authenticate })
  const post = async (
    payload: Uint8Array,
    headers: Record<string, string> = { authorization: 'Bearer x' },
  ) => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/v1/uploads/images',
      payload: Buffer.from(payload),
      headers: { 'content-type': 'image/png', ...headers },
    })
    return [reply.statusCode, reply.json() as Record<string, unknown>] as const
  }
  const [made, { url }] = await post(await solid(30, 30).png().toBuffer())
  assert.deepEqual([made, typeof url], [201, 'string'])
  const [tooLarge, problem] = await post(new Uint8Array(MAX_IMAGE_BYTES + 1))
  assert.deepEqual([tooLarge, problem.code, problem.maxBytes], [413, 'FILE_TOO_LARGE', MAX_IMAGE_BYTES])
  assert.equal((await post(new Uint8Array(10), {}))[1].code, 'UNAUTHENTICATED')
  assert.equal((await app.inject('/api/v1/nowhere')).statusCode, 404)
  await app.close()
})
