// From a creator's phone to the feed, with the real database, the real protocol and the real ffmpeg.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import type { Id } from '#kernel/ids'
import { openHouse, type House } from '#tests/support/house'
import { filmed, makeClip, tusOf, until, uploadClip, withoutFfmpeg, type Tus } from '#tests/support/clips'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'
import { startMediaJobs } from './media-jobs.ts'

const needsFfmpeg = { skip: withoutFfmpeg }

let house: House
let platform: Staff
let a: Tenant
let dataDir: string
let films: string
let tus: Tus
let stop: () => Promise<void>

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clips-'))
  films = await mkdtemp(join(tmpdir(), 'films-'))
  house = await openHouse({ dataDir })
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  tus = tusOf(`http://127.0.0.1:${(house.app.server.address() as AddressInfo).port}`, a.creatorOwner.token)
  stop = await startMediaJobs(house.deps, house.server, { pollMs: 50 })
})
after(async () => {
  await stop()
  await house.close()
  await rm(dataDir, { recursive: true })
  await rm(films, { recursive: true })
})

const clipOf = (uploadId: string) =>
  house.must('media.getClip', { creatorId: a.creatorId, uploadId }, a.creatorOwner.token)
const ended = (uploadId: string) =>
  until(`${uploadId} ends`, async () => {
    const clip = await clipOf(uploadId)
    return clip.state !== 'processing' && clip
  })
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
  const { items } = await house.must('governance.listReviews', { limit: 100 }, platform.reviewer.token)
  const review = (items as { reviewId: Id<'rvt'>; objectId: string; version: number }[]).find(
    (r) => r.objectId === contentId,
  )
  assert.ok(review, 'it waits for a reviewer')
  return house.must(
    'governance.decideReview',
    { reviewId: review.reviewId, verdict: 'passed', expectedVersion: review.version },
    platform.reviewer.token,
  )
}
const kept = (url: string) => join(dataDir, 'blobs', url.split('/').at(-1)!)

test(
  'a clip goes from the first byte to the viewer: uploaded, converted, handed in early, reviewed, seen',
  needsFfmpeg,
  async () => {
    const film = await makeClip(
      films,
      'a.mp4',
      filmed('testsrc2=size=1080x1920:rate=30', 3, ['-metadata', 'location=+30.2+120.1/']),
    )
    const { uploadId, last } = await uploadClip(tus, a.creatorId, film)
    assert.equal(last.status, 204, await last.text())
    const made = await house.must('content.publish', draft(uploadId), a.creatorOwner.token)
    assert.ok(['processing', 'reviewing'].includes(made.state), made.state)
    const clip = await ended(uploadId)
    assert.equal(clip.state, 'ready', JSON.stringify(clip.reason))
    const { media } = clip
    assert.deepEqual(
      media.sources.map((s: { height: number }) => s.height),
      [1280, 960],
    )
    assert.deepEqual([media.width, media.height, media.videoUrl], [720, 1280, media.sources[0].url])
    assert.ok(Math.abs(media.durationMs - 3000) < 100, media.durationMs)
    const bytes = await readFile(kept(media.videoUrl))
    assert.ok(bytes.indexOf('moov') < bytes.indexOf('mdat'), 'the index is before the media')
    assert.ok(!bytes.includes('+30.2'), 'where it was filmed is not in it')
    assert.equal((await sharp(await readFile(kept(media.posterUrl))).metadata()).format, 'webp')
    assert.ok((await sharp(await readFile(kept(media.previewUrl)), { animated: true }).metadata()).pages! > 5)
    assert.ok((await stat(kept(media.previewUrl))).size <= 300 * 1024)
    assert.deepEqual(await readdir(join(dataDir, 'uploads')), [], 'what was brought is not kept beside it')

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
