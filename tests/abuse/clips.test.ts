// F66–F79 for clips: what a stranger's file may not do, told by its own code, and resumable uploads that do not lose or mix.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { readdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { findFfmpeg, inputOf, runTool, ToolError } from '#platform/ffmpeg'
import { tables } from '#platform/database'
import {
  filmed,
  idIn,
  makeClip,
  tools,
  tusOf,
  uploadBytes,
  uploadClip,
  withoutFfmpeg,
  type Tus,
} from '#tests/support/clips'
import { type House } from '#tests/support/house'
import { type Tenant } from '#tests/support/tenant'
import { openClipHouse, type ClipHouse } from '#tests/support/clip-house'
import { anMp4, box } from '../../modules/media/fixtures.ts'

const needsFfmpeg = { skip: withoutFfmpeg }
let scene: ClipHouse
let house: House
let a: Tenant
let dataDir: string
let films: string
let tus: Tus
before(async () => {
  scene = await openClipHouse()
  ;({ house, a, dataDir, films, tus } = scene)
})
after(() => scene.close())

const text = (t: string) => new TextEncoder().encode(t)
type Problem = { code: string } & Record<string, unknown>
const problem = async (r: Response): Promise<[number, Problem]> => {
  assert.match(r.headers.get('content-type') ?? '', /problem\+json/)
  return [r.status, (await r.json()) as Problem]
}
const refused = async (r: Response, status: number, code: string): Promise<Problem> => {
  const [given, body] = await problem(r)
  assert.deepEqual([given, body.code], [status, code], JSON.stringify(body))
  return body
}
const lastOf = async (bytes: Uint8Array) => (await uploadBytes(tus, a.creatorId, bytes)).last

test('F69 a playlist, a script or a picture under the name of a clip is refused by its bytes, and nothing is kept', async () => {
  for (const body of [
    '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n',
    'ffconcat version 1.0\nfile /etc/passwd\n',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'GIF89a/*',
    'RIFF____AVI LIST',
  ])
    await refused(await lastOf(text(body.padEnd(64))), 415, 'MEDIA_TYPE')
  assert.deepEqual(
    (await readdir(join(dataDir, 'uploads'))).filter((n) => !n.endsWith('.json')),
    [],
  )
})

test('F73 empty, cut off and hollow files are damaged', async () => {
  await refused(await tus.create(0, a.creatorId), 422, 'MEDIA_CORRUPT')
  await refused(await lastOf(anMp4().subarray(0, 300)), 422, 'MEDIA_CORRUPT')
  await refused(
    await lastOf(Uint8Array.from(box('ftyp', [...text('isom'), 0, 0, 0, 0]))),
    422,
    'MEDIA_CORRUPT',
  )
})

test('F74 three hours, 16k: refused with the limit named, in the answer to the last byte', async () => {
  assert.equal(
    (await refused(await lastOf(anMp4({ durationMs: 10_800_000 })), 422, 'MEDIA_LIMIT')).limit,
    'durationMs',
  )
  assert.equal(
    (await refused(await lastOf(anMp4({ width: 16_384 })), 422, 'MEDIA_LIMIT')).limit,
    'longerSide',
  )
})

test(
  'F74 one frame a second and forty sound tracks are refused with the limit named',
  needsFfmpeg,
  async () => {
    const slow = await makeClip(films, 'slow.mp4', [
      '-f',
      'lavfi',
      '-i',
      'testsrc=rate=1:size=320x240',
      '-t',
      '6',
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
    ])
    assert.equal(
      (await refused((await uploadClip(tus, a.creatorId, slow)).last, 422, 'MEDIA_LIMIT')).limit,
      'frameRate',
    )
    const maps = Array.from({ length: 40 }, () => ['-map', '1:a']).flat()
    const many = await makeClip(films, 'many.mp4', [
      '-f',
      'lavfi',
      '-i',
      'testsrc=rate=24:size=320x240',
      '-f',
      'lavfi',
      '-i',
      'sine',
      '-map',
      '0:v',
      ...maps,
      '-t',
      '1',
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
    ])
    assert.equal(
      (await refused((await uploadClip(tus, a.creatorId, many)).last, 422, 'MEDIA_LIMIT')).limit,
      'tracks',
    )
  },
)

test(
  'a file whose boxes are whole and whose media is not fails with a reason, and can be taken back',
  needsFfmpeg,
  async () => {
    const { uploadId, last } = await uploadBytes(tus, a.creatorId, anMp4())
    assert.equal(last.status, 204)
    const clip = await scene.ended(uploadId)
    assert.deepEqual(
      [clip.state, clip.reason.code, clip.actions],
      ['failed', 'MEDIA_CORRUPT', ['cancel', 'retry']],
    )
    const again = await house.call(
      'media.retryClip',
      { creatorId: a.creatorId, uploadId },
      { token: a.creatorOwner.token },
    )
    assert.equal(again.body.state, 'processing')
    assert.equal((await scene.ended(uploadId)).state, 'failed')
    await house.must('media.cancelClip', { creatorId: a.creatorId, uploadId }, a.creatorOwner.token)
    assert.ok(!(await readdir(join(dataDir, 'uploads'))).includes(uploadId))
  },
)

test(
  'odd sizes, no sound, ten bits, a changing rate, turned by the phone, WebM: all become plain clips',
  needsFfmpeg,
  async () => {
    const shapes: [string, string[], number[]][] = [
      [
        'odd.mp4',
        [
          '-f',
          'lavfi',
          '-i',
          'testsrc=rate=24:size=181x321',
          '-t',
          '2',
          '-c:v',
          'libx264',
          '-pix_fmt',
          'yuv444p',
        ],
        [180, 320],
      ],
      [
        'ten.mp4',
        [
          '-f',
          'lavfi',
          '-i',
          'testsrc=rate=24:size=180x320',
          '-t',
          '2',
          '-c:v',
          'libx265',
          '-pix_fmt',
          'yuv420p10le',
          '-tag:v',
          'hvc1',
        ],
        [180, 320],
      ],
      [
        'vfr.mp4',
        [...filmed("testsrc=rate=30:size=180x320,select='not(mod(n\\,3))+lt(n\\,20)'", 2), '-vsync', 'vfr'],
        [180, 320],
      ],
      [
        'web.webm',
        [
          '-f',
          'lavfi',
          '-i',
          'testsrc=rate=24:size=180x320',
          '-t',
          '2',
          '-c:v',
          'libvpx',
          '-deadline',
          'realtime',
        ],
        [180, 320],
      ],
    ]
    for (const [name, args, size] of shapes) {
      const { uploadId } = await uploadClip(tus, a.creatorId, await makeClip(films, name, args))
      const { state, media, reason } = await scene.ended(uploadId)
      assert.equal(state, 'ready', `${name} ${JSON.stringify(reason)}`)
      assert.ok(
        Math.abs(media.width - size[0]!) <= 2 && Math.abs(media.height - size[1]!) <= 2,
        `${name} ${media.width}x${media.height}`,
      )
    }
    const lying = await makeClip(films, 'lying.mp4', filmed('testsrc=rate=24:size=320x180', 2))
    const turned = await makeClip(films, 'turned.mp4', [
      '-i',
      lying,
      '-c',
      'copy',
      '-metadata:s:v:0',
      'rotate=90',
    ])
    const { media } = await scene.ended((await uploadClip(tus, a.creatorId, turned)).uploadId)
    assert.deepEqual([media.width, media.height], [180, 320], 'it stands upright')
  },
)

test('F77 a piece at another place is refused with the place where it stands; HEAD tells it; it goes on from there', async () => {
  const bytes = anMp4()
  const uploadId = idIn(await tus.create(bytes.length, a.creatorId))
  assert.equal((await tus.patch(uploadId, 0, bytes.subarray(0, 100))).status, 204)
  for (const offset of [0, 50, 101])
    assert.equal(
      (await refused(await tus.patch(uploadId, offset, bytes.subarray(offset)), 409, 'OFFSET')).offset,
      100,
    )
  assert.equal((await tus.head(uploadId)).headers.get('upload-offset'), '100')
  assert.equal((await tus.patch(uploadId, 100, bytes.subarray(100))).status, 204)
  await refused(await tus.patch(uploadId, bytes.length, text('x')), 409, 'STATE_CONFLICT')
})

test('an upload of unknown length, too large, or without an account is refused before a byte is taken', async () => {
  await refused(await tus.create(null, a.creatorId, { 'upload-defer-length': '1' }), 422, 'INPUT_INVALID')
  await refused(await tus.create(513 * 1024 * 1024, a.creatorId), 413, 'FILE_TOO_LARGE')
  await refused(await tusOf(scene.base, 'nobody').create(10, a.creatorId), 401, 'TOKEN_INVALID')
  const r = await fetch(`${scene.base}/api/v1/uploads/tus`, {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0' },
  })
  await refused(r, 401, 'UNAUTHENTICATED')
})

test('another person’s upload, and another creator’s folder, are not there', async () => {
  const uploadId = idIn(await tus.create(100, a.creatorId))
  const other = tusOf(scene.base, scene.b.creatorOwner.token)
  assert.equal((await other.head(uploadId)).status, 404)
  await refused(await other.patch(uploadId, 0, text('x')), 404, 'NOT_FOUND')
  await refused(await other.remove(uploadId), 404, 'NOT_FOUND')
  await refused(await other.create(10, a.creatorId), 404, 'NOT_FOUND')
  await refused(await other.patch('upl_nothing', 0, text('x')), 404, 'NOT_FOUND')
  await refused(await other.patch('..%2f..%2fsecrets.json', 0, text('x')), 404, 'NOT_FOUND')
  const asB = await house.call('content.publish', clipDraft(scene.b, uploadId), {
    token: scene.b.creatorOwner.token,
  })
  assert.deepEqual([asB.status, asB.body.code], [422, 'INPUT_INVALID'])
  assert.equal((await tus.remove(uploadId)).status, 204)
})

const clipDraft = (of: Tenant, uploadId: string) => ({
  creatorId: of.creatorId,
  title: { zh: '水壶', en: 'Kettle' },
  caption: { zh: '', en: '' },
  productIds: [],
  tags: [],
  categoryId: null,
  media: { kind: 'clip', uploadId },
})

test('F72 files lie under our own ids; the sender’s name is only a word', async () => {
  const uploadId = idIn(await tus.create(100, a.creatorId))
  assert.match(uploadId, /^upl_[0-9A-Z]{26}$/)
  assert.ok((await readdir(join(dataDir, 'uploads'))).every((n) => n.startsWith('upl_')))
  const clip = await house.must('media.getClip', { creatorId: a.creatorId, uploadId }, a.creatorOwner.token)
  assert.equal(clip.name, '../../etc/片子.mp4')
  await tus.remove(uploadId)
})

test('F78 twenty at once, or two gigabytes: QUOTA with what is used and what may be, also when they come together', async () => {
  const half = 512 * 1024 * 1024
  const made = await Promise.all(Array.from({ length: 7 }, () => tus.create(half, a.creatorId)))
  const ok = made.filter((r) => r.status === 201)
  assert.ok(ok.length >= 3 && ok.length <= 4, `${ok.length} of 7`)
  const body = await refused(
    made.find((r) => r.status !== 201)!,
    413,
    'QUOTA',
  )
  assert.equal(body.max, 2 * 1024 * 1024 * 1024)
  assert.ok((body.used as number) > 0 && (body.used as number) <= (body.max as number))
  for (const r of ok) assert.equal((await tus.remove(idIn(r))).status, 204)
})

test('an abandoned upload expires, and its file with it; a content that waited is a draft again', async () => {
  const uploadId = idIn(await tus.create(100, a.creatorId))
  await tus.patch(uploadId, 0, text('half of it'))
  const made = await house.must('content.publish', clipDraft(a, uploadId), a.creatorOwner.token)
  assert.equal(made.state, 'processing')
  await house.clock.advance(25 * 3_600_000)
  await house.settle()
  const own = await house.must(
    'content.getMine',
    { creatorId: a.creatorId, contentId: made.contentId },
    a.creatorOwner.token,
  )
  assert.equal(own.state, 'draft')
  assert.ok(!(await readdir(join(dataDir, 'uploads'))).some((n) => n.startsWith(uploadId)))
  assert.equal((await tus.head(uploadId)).status, 404)
  const late = await house.call(
    'content.submit',
    { creatorId: a.creatorId, contentId: made.contentId },
    { token: a.creatorOwner.token },
  )
  assert.deepEqual([late.status, late.body.code], [409, 'CLIP_NOT_READY'])
})

test('all bytes had come when the server died: asking how far it is finishes it', async () => {
  const bytes = anMp4()
  const uploadId = idIn(await tus.create(bytes.length, a.creatorId))
  await writeFile(join(dataDir, 'uploads', uploadId), bytes)
  const head = await tus.head(uploadId)
  assert.deepEqual([head.status, head.headers.get('upload-offset')], [200, String(bytes.length)])
  assert.notEqual(
    (await house.must('media.getClip', { creatorId: a.creatorId, uploadId }, a.creatorOwner.token)).state,
    'receiving',
  )
})

test(
  'F70 no tool opens anything but the file it was given: the canary is not asked',
  needsFfmpeg,
  async () => {
    let hits = 0
    const canary = createServer((_q, r) => r.end(String(++hits)))
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
    const at = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/x.ts`
    await writeFile(join(films, 'secret.txt'), 'canary')
    for (const [name, body] of [
      ['list.mp4', `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${at}\n`],
      ['concat.mp4', `ffconcat version 1.0\nfile '${at}'\nfile '${join(films, 'secret.txt')}'\n`],
    ] as const) {
      const path = join(films, name)
      await writeFile(path, body)
      for (const container of ['mp4', 'webm'] as const)
        await assert.rejects(
          runTool(tools!.ffprobe, ['-v', 'error', '-show_format', ...inputOf(path, container)], {
            cpuSeconds: 10,
            silentMs: 10_000,
          }),
          (e) => e instanceof ToolError && e.why === 'exit',
        )
    }
    canary.close()
    assert.equal(hits, 0)
  },
)

test(
  'F79 a tool that spins is stopped by its processor time, one that hangs by its silence, one that eats by its memory',
  needsFfmpeg,
  async () => {
    const why = (name: string, args: string[], limits: Parameters<typeof runTool>[2]) =>
      runTool(name, args, limits).then(
        () => 'finished',
        (e: unknown) => (e instanceof ToolError ? e.why : String(e)),
      )
    assert.equal(
      await why('/bin/sh', ['-c', 'while :; do :; done'], { cpuSeconds: 1, silentMs: 30_000 }),
      'cpu',
    )
    assert.equal(
      await why('/bin/sh', ['-c', 'kill -9 $$'], { cpuSeconds: 60, silentMs: 30_000 }),
      'killed',
      'by somebody else: no word about the file',
    )
    assert.equal(await why('/bin/sh', ['-c', 'sleep 60 & wait'], { cpuSeconds: 5, silentMs: 150 }), 'silent')
    // A shell, because it says so when it gets no more; ffmpeg's threads may wait for each other instead, and end by their silence.
    assert.equal(
      await why('/bin/sh', ['-c', 'x=x; while :; do x=$x$x; done'], {
        cpuSeconds: 60,
        silentMs: 60_000,
        memoryMb: 300,
      }),
      'exit',
    )
  },
)

test('a machine without ffmpeg says so, takes plain MP4s as they are, and refuses the rest by name', async () => {
  assert.equal(await findFfmpeg({ PATH: films }), null)
  assert.equal(await findFfmpeg({ FFMPEG_PATH: join(films, 'nowhere'), PATH: process.env.PATH }), null)
})

test('half-made files are in nobody’s sight: nothing but whole blobs is served', async () => {
  const names = await readdir(join(dataDir, 'blobs')).catch(() => [])
  assert.ok(
    names.every((n) => /^[0-9a-f]{64}\.(mp4|webp)$/.test(n)),
    names.join(),
  )
  const { rows } = await house.db.read((tx) =>
    sql<{ n: number }>`select count(*)::int as n from platform.work where state = 'running'`.execute(
      tables<unknown>(tx),
    ),
  )
  assert.equal(rows[0]!.n, 0)
})
