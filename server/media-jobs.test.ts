// From a creator's phone to the feed, with the real database, the real protocol and the real ffmpeg.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import type { Id } from '#kernel/ids'
import { findScreenReader } from '#platform/read-screen'
import { type House } from '#tests/support/house'
import {
  CONVERTED_WITHIN_MS,
  filmed,
  makeClip,
  tusOf,
  uploadClip,
  withoutFfmpeg,
  type Tus,
} from '#tests/support/clips'
import { type Tenant } from '#tests/support/tenant'
import { openClipHouse, type ClipHouse } from '#tests/support/clip-house'
import { until } from '#tests/support/until'

const needsFfmpeg = { skip: withoutFfmpeg }
const needsReader = {
  skip: withoutFfmpeg || (findScreenReader() ? false : 'no reader of words is installed'),
}

/** Large white letters on nothing. Latin, because a machine may have no Chinese font; Chinese is read in platform/read-screen.test.ts. */
const captioned = async (words: string) =>
  sharp({
    text: {
      text: `<span foreground="white">${words}</span>`,
      font: 'sans 60',
      rgba: true,
      dpi: 72,
    },
  })
    .png()
    .toBuffer()

let scene: ClipHouse
let house: House
let a: Tenant
let films: string
let tus: Tus
before(async () => {
  scene = await openClipHouse()
  ;({ house, a, films, tus } = scene)
})
after(() => scene.close())

const draft = (uploadId: string, more: object = {}) => ({
  creatorId: a.creatorId,
  title: { zh: '折叠水壶', en: 'Folding kettle' },
  caption: { zh: '', en: '' },
  productIds: [],
  tags: [],
  categoryId: null,
  media: { kind: 'clip', uploadId },
  ...more,
})
const own = (contentId: string) =>
  house.must('content.getMine', { creatorId: a.creatorId, contentId }, a.creatorOwner.token)
const pass = async (contentId: string) => {
  const { items } = await house.must('governance.listReviews', { limit: 100 }, scene.platform.reviewer.token)
  const review = (items as { reviewId: Id<'rvt'>; objectId: string; version: number }[]).find(
    (r) => r.objectId === contentId,
  )
  assert.ok(review, 'it waits for a reviewer')
  return house.must(
    'governance.decideReview',
    { reviewId: review.reviewId, verdict: 'passed', expectedVersion: review.version },
    scene.platform.reviewer.token,
  )
}
const kept = (url: string) => join(scene.dataDir, 'blobs', url.split('/').at(-1)!)

test(
  'a clip goes from the first byte to the viewer: uploaded, converted, handed in early, reviewed, seen',
  needsFfmpeg,
  async () => {
    const film = await makeClip(
      films,
      'a.mp4',
      filmed('testsrc2=size=1080x1920:rate=24', 2, ['-metadata', 'location=+30.2+120.1/']),
    )
    const { uploadId, last } = await uploadClip(tus, a.creatorId, film)
    assert.equal(last.status, 204, await last.text())
    const made = await house.must('content.publish', draft(uploadId), a.creatorOwner.token)
    assert.ok(['processing', 'reviewing'].includes(made.state), made.state)
    const clip = await scene.ended(uploadId)
    assert.equal(clip.state, 'ready', JSON.stringify(clip.reason))
    const { media } = clip
    assert.deepEqual(
      media.sources.map((s: { height: number }) => s.height),
      [1280, 960],
    )
    assert.deepEqual([media.width, media.height, media.videoUrl], [720, 1280, media.sources[0].url])
    assert.ok(Math.abs(media.durationMs - 2000) < 100, media.durationMs)
    const bytes = await readFile(kept(media.videoUrl))
    assert.ok(bytes.indexOf('moov') < bytes.indexOf('mdat'), 'the index is before the media')
    assert.ok(!bytes.includes('+30.2'), 'where it was filmed is not in it')
    assert.equal((await sharp(await readFile(kept(media.posterUrl))).metadata()).format, 'webp')
    assert.ok((await sharp(await readFile(kept(media.previewUrl)), { animated: true }).metadata()).pages! > 5)
    assert.ok((await stat(kept(media.previewUrl))).size <= 300 * 1024)
    assert.deepEqual(
      await readdir(join(scene.dataDir, 'uploads')),
      [],
      'what was brought is not kept beside it',
    )

    const waiting = await own(made.contentId)
    assert.equal(waiting.state, 'reviewing')
    assert.deepEqual(
      waiting.checks.map((c: { check: string; verdict: string }) => [c.check, c.verdict]),
      [
        ['duplicate', 'passed'],
        ['screenWords', 'notRun'],
        ['goods', 'passed'],
      ],
    )
    assert.equal((await house.call('content.getContent', { contentId: made.contentId })).status, 404)
    await pass(made.contentId)
    const seen = await house.must('content.getContent', { contentId: made.contentId })
    assert.deepEqual(seen.content.media.sources, media.sources)
  },
)

test(
  'words burned into the picture are read, and a forbidden one turns the clip down with rule, second and term',
  needsReader,
  async () => {
    const still = await sharp({ create: { width: 720, height: 1280, channels: 3, background: '#20324a' } })
      .composite([{ input: await captioned('LOWEST PRICE'), top: 520, left: 60 }])
      .png()
      .toFile(join(films, 'words.png'))
      .then(() => join(films, 'words.png'))
    const film = await makeClip(films, 'words.mp4', [
      '-loop',
      '1',
      '-i',
      still,
      '-t',
      '2',
      '-r',
      '10',
      '-pix_fmt',
      'yuv420p',
      '-c:v',
      'libx264',
    ])
    await scene.startJobs({})
    const { uploadId } = await uploadClip(tus, a.creatorId, film)
    const made = await house.must('content.publish', draft(uploadId), a.creatorOwner.token)
    assert.equal((await scene.ended(uploadId)).state, 'ready')
    await scene.startJobs()
    const turnedDown = await own(made.contentId)
    const check = turnedDown.checks.find((c: { check: string }) => c.check === 'screenWords')
    assert.deepEqual(
      [turnedDown.state, turnedDown.rejectedRuleId, check.verdict, check.second],
      ['rejected', 'R-101', 'rejected', 0],
      JSON.stringify(check),
    )
    assert.match(check.evidence.zh, /lowest price/)
    const { items } = await house.must(
      'governance.listReviews',
      { limit: 100 },
      scene.platform.reviewer.token,
    )
    assert.ok(!items.some((r: { objectId: string }) => r.objectId === made.contentId), 'no person is asked')
  },
)

test(
  'another’s published clip, made smaller and mirrored, is found and named; a different one is not; one’s own is one’s own',
  needsFfmpeg,
  async () => {
    const film = await makeClip(films, 'mine.mp4', filmed('mandelbrot=size=270x480:rate=12', 5))
    const mine = await uploadClip(tus, a.creatorId, film)
    assert.equal((await scene.ended(mine.uploadId)).state, 'ready')
    const first = await house.must('content.publish', draft(mine.uploadId), a.creatorOwner.token)
    assert.equal(first.state, 'reviewing')
    await pass(first.contentId)
    const copy = await makeClip(films, 'copy.mp4', [
      '-ss',
      '1',
      '-i',
      film,
      '-vf',
      'hflip,scale=180:320',
      '-crf',
      '33',
    ])
    const theirs = tusOf(scene.base, scene.b.creatorOwner.token)
    const publishB = async (path: string) => {
      const { uploadId } = await uploadClip(theirs, scene.b.creatorId, path)
      await until(
        'it is ready',
        async () => {
          const clip = await house.must(
            'media.getClip',
            { creatorId: scene.b.creatorId, uploadId },
            scene.b.creatorOwner.token,
          )
          return clip.state === 'ready'
        },
        CONVERTED_WITHIN_MS,
      )
      return house.must(
        'content.publish',
        { ...draft(uploadId), creatorId: scene.b.creatorId },
        scene.b.creatorOwner.token,
      )
    }
    const copied = await publishB(copy)
    assert.deepEqual(
      [copied.state, copied.rejectedRuleId, copied.checks[0].contentId],
      ['rejected', 'R-202', first.contentId],
      JSON.stringify(copied.checks),
    )
    const other = await publishB(
      await makeClip(films, 'other.mp4', filmed('testsrc=size=270x480:rate=12', 5)),
    )
    assert.deepEqual([other.state, other.checks[0].verdict], ['reviewing', 'passed'])
    const again = await uploadClip(tus, a.creatorId, film)
    await scene.ended(again.uploadId)
    const second = await house.must('content.publish', draft(again.uploadId), a.creatorOwner.token)
    assert.deepEqual([second.state, second.checks[0].verdict], ['reviewing', 'passed'])
  },
)

test('what is for a later hour is passed now and seen then', needsFfmpeg, async () => {
  const film = await makeClip(films, 'later.mp4', filmed('testsrc=size=180x320:rate=12', 2, ['-an']))
  const { uploadId } = await uploadClip(tus, a.creatorId, film)
  const at = new Date(house.clock.now().getTime() + 3_600_000).toISOString()
  const made = await house.must('content.publish', draft(uploadId, { publishAt: at }), a.creatorOwner.token)
  assert.equal((await scene.ended(uploadId)).state, 'ready')
  await pass(made.contentId)
  assert.equal((await own(made.contentId)).state, 'scheduled')
  await house.settle()
  assert.equal((await house.call('content.getContent', { contentId: made.contentId })).status, 404)
  await house.clock.advance(3_600_001)
  await house.settle()
  assert.equal((await own(made.contentId)).state, 'published')
  assert.equal((await house.call('content.getContent', { contentId: made.contentId })).status, 200)
})

test(
  'the worker is killed with -9 in the middle of the ladder: another makes it, nothing half made is seen or left',
  needsFfmpeg,
  async () => {
    await scene.stopJobs()
    const film = await makeClip(films, 'long.mp4', filmed('testsrc2=size=540x960:rate=30', 8))
    const { uploadId } = await uploadClip(tus, a.creatorId, film)
    const worker = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--role=worker'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: house.url,
        DATA_DIR: scene.dataDir,
        SECRET: 'a-secret-for-the-worker',
        PAYMENT_SANDBOX_URL: 'http://127.0.0.1:9',
        PAYMENT_SANDBOX_SECRET: 'a-secret-for-the-sandbox',
        LOG_LEVEL: 'silent',
      },
    })
    const blobs = await readdir(join(scene.dataDir, 'blobs')).catch(() => [])
    await until(
      'it is encoding',
      async () => (await scene.clipOf(uploadId)).progress > 0.06,
      CONVERTED_WITHIN_MS,
    )
    const [folder] = await readdir(join(scene.dataDir, 'work'))
    worker.kill('SIGKILL')
    assert.deepEqual(
      await readdir(join(scene.dataDir, 'blobs')).catch(() => []),
      blobs,
      'what is half made is not among the blobs',
    )
    assert.equal((await scene.clipOf(uploadId)).state, 'processing')
    const died = performance.now()
    await scene.startJobs()
    await until('another attempt starts', async () => (await scene.clipOf(uploadId)).attempts === 2, 20_000)
    assert.ok(performance.now() - died < 15_000, 'within the lease')
    const clip = await scene.ended(uploadId)
    assert.deepEqual([clip.state, clip.attempts, clip.media.sources.length], ['ready', 2, 1])
    assert.ok(
      !(await readdir(join(scene.dataDir, 'work'))).includes(folder!),
      'the dead one’s folder is gone',
    )
  },
)
