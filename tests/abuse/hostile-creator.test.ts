// A creator who says what is not so: about files, about reviews, about other creators' things.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { type House, type Reply } from '#tests/support/house'
import { type Staff, type Tenant } from '#tests/support/tenant'
import { uploadBytes } from '#tests/support/clips'
import { openClipHouse, type ClipHouse } from '#tests/support/clip-house'
import { anMp4 } from '../../modules/media/fixtures.ts'

let scene: ClipHouse
let house: House
let platform: Staff
let a: Tenant
before(async () => {
  scene = await openClipHouse({ tools: null })
  ;({ house, platform, a } = scene)
})
after(() => scene.close())

const refusedWith = (reply: Reply, status: number, code: string, what = '') =>
  assert.deepEqual([reply.status, reply.body?.code], [status, code], `${what} → ${reply.text}`)
const words = (text: string) => ({ zh: text, en: text })
const token = () => a.creatorOwner.token

async function upload(bytes: Uint8Array): Promise<string> {
  const reply = await house.send({
    method: 'POST',
    url: '/api/v1/uploads/images',
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(bytes),
  })
  assert.equal(reply.status, 201, reply.text)
  return reply.body.url
}
/** A clip through the whole way, kept as it was brought: no converter is needed for an MP4 that browsers play. */
async function clip(bytes: Uint8Array): Promise<{ uploadId: string; videoUrl: string }> {
  const { uploadId, last } = await uploadBytes(scene.tus, a.creatorId, bytes)
  assert.equal(last.status, 204, await last.text())
  const { state, media } = await scene.ended(uploadId)
  assert.equal(state, 'ready')
  return { uploadId, videoUrl: media.videoUrl }
}
const picture = async (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#b33' } })
    .png()
    .toBuffer()
const publish = (media: object, more: object = {}) =>
  house.call(
    'content.publish',
    {
      creatorId: a.creatorId,
      title: words('Kettle'),
      caption: words('Hot'),
      productIds: [],
      tags: [],
      categoryId: null,
      media,
      ...more,
    },
    { token: token() },
  )
const aVideo = (videoUrl: string, posterUrl: string, more: object = {}) => ({
  kind: 'video',
  videoUrl,
  posterUrl,
  durationMs: 599_000,
  width: 8000,
  height: 16,
  captions: null,
  ...more,
})

test('the size and the length of an upload are those that were measured, whatever the client says', async () => {
  const { videoUrl, uploadId } = await clip(anMp4({ durationMs: 12_000, width: 720, height: 1280 }))
  const posterUrl = await upload(await picture(360, 640))
  const made = (await publish(aVideo(videoUrl, posterUrl))).body
  assert.deepEqual([made.media.durationMs, made.media.width, made.media.height], [12_000, 720, 1280])
  assert.equal(
    made.media.uploadId,
    uploadId,
    'an address is known by the upload it came from: no check is passed by',
  )
  const images = [{ url: posterUrl, width: 8192, height: 16 }]
  const post = (await publish({ kind: 'images', images })).body
  assert.deepEqual(post.media.images, [{ url: posterUrl, width: 360, height: 640 }])
  const edited = await house.call(
    'content.edit',
    { creatorId: a.creatorId, contentId: post.contentId, media: aVideo(videoUrl, posterUrl) },
    { token: token(), ifMatch: post.version },
  )
  assert.deepEqual([edited.status, edited.body.media.durationMs], [200, 12_000], edited.text)
})

test('a file that was not uploaded, is of the other kind, or under another spelling, is refused by its field', async () => {
  const { videoUrl } = await clip(anMp4())
  const posterUrl = await upload(await picture(300, 300))
  const missing = `/media/blobs/${'0'.repeat(64)}.mp4`
  const image = (url: string) => ({ kind: 'images', images: [{ url, width: 300, height: 300 }] })
  for (const [media, pointer] of [
    [aVideo(missing, posterUrl), '/media/videoUrl'],
    [aVideo(videoUrl, missing), '/media/posterUrl'],
    [aVideo(posterUrl, posterUrl), '/media/videoUrl'],
    [aVideo(videoUrl, videoUrl), '/media/posterUrl'],
    [image(videoUrl), '/media/images/0/url'],
    [image('/media/blobs/secrets.json'), '/media/images/0/url'],
    [aVideo(videoUrl.replace('/blobs/', '/blobs/./'), posterUrl), '/media/videoUrl'],
    [aVideo(videoUrl.replace('/blobs/', '//blobs/'), posterUrl), '/media/videoUrl'],
    [aVideo(videoUrl.replace('/blobs/', '/world/../blobs/'), posterUrl), '/media/videoUrl'],
    [aVideo(`${videoUrl}/`, posterUrl), '/media/videoUrl'],
    [aVideo(`${videoUrl}?x`, posterUrl), '/media/videoUrl'],
  ] as const) {
    const reply = await publish(media)
    refusedWith(reply, 422, 'INPUT_INVALID', JSON.stringify(media))
    assert.equal(reply.body.errors[0].pointer, pointer)
  }
})

test('an upload too short or too small to show is refused, not answered with an error of ours', async () => {
  const blink = await uploadBytes(scene.tus, a.creatorId, anMp4({ durationMs: 40 }))
  const problem = (await blink.last.json()) as { code: string; limit: string }
  assert.deepEqual([blink.last.status, problem.code, problem.limit], [422, 'MEDIA_LIMIT', 'durationMs'])
  const dot = await upload(await picture(2, 2))
  refusedWith(await publish({ kind: 'clip', uploadId: blink.uploadId }), 409, 'CLIP_NOT_READY')
  refusedWith(
    await publish({ kind: 'images', images: [{ url: dot, width: 800, height: 800 }] }),
    422,
    'INPUT_INVALID',
  )
})

test('what is taken back while it waits leaves the reviewer’s queue', async () => {
  const made = await a.aContent('Withdrawn ', true)
  const reviewId = await a.reviewOf(made.contentId)
  await house.must('content.withdraw', { creatorId: a.creatorId, contentId: made.contentId }, token())
  const { items } = await house.must('governance.listReviews', { limit: 100 }, platform.reviewer.token)
  assert.ok(!items.some((r: { reviewId: string }) => r.reviewId === reviewId))
  const late = await house.call(
    'governance.decideReview',
    { reviewId, verdict: 'passed', expectedVersion: 1 },
    { token: platform.reviewer.token },
  )
  refusedWith(late, 409, 'STATE_CONFLICT')
  assert.equal(late.body.state, 'withdrawn')
  refusedWith(await house.call('content.getContent', { contentId: made.contentId }), 404, 'NOT_FOUND')
})

test('words changed behind the reviewer’s back: a verdict on what was not seen is STALE, and nothing is shown', async () => {
  const made = await a.aContent('Harmless ', true)
  const reviewId = await a.reviewOf(made.contentId)
  await house.must(
    'content.edit',
    { creatorId: a.creatorId, contentId: made.contentId, title: words('Not so harmless') },
    { token: token(), ifMatch: made.version },
  )
  for (const seen of [{}, { expectedVersion: 1 }, { expectedVersion: 3 }]) {
    const reply = await house.call(
      'governance.decideReview',
      { reviewId, verdict: 'passed', ...seen },
      { token: platform.reviewer.token },
    )
    refusedWith(reply, 412, 'STALE', JSON.stringify(seen))
  }
  refusedWith(await house.call('content.getContent', { contentId: made.contentId }), 404, 'NOT_FOUND')
})

test('D52 two tabs edit one content, or one profile: the second is shown what is there now, also without If-Match', async () => {
  const made = await a.aContent('Two tabs ', false)
  const profile = await house.must('content.getCreator', { creatorId: a.creatorId }, token())
  const asks: [string, Record<string, unknown>, number][] = [
    ['content.edit', { creatorId: a.creatorId, contentId: made.contentId, tags: ['camping'] }, made.version],
    ['content.editCreator', { creatorId: a.creatorId, bio: words('Tea') }, profile.version],
  ]
  for (const [id, input, version] of asks) {
    assert.equal((await house.call(id, input, { token: token(), ifMatch: version })).status, 200, id)
    for (const ifMatch of [{ ifMatch: version }, {}, { headers: { 'if-match': '*' } }]) {
      const stale = await house.call(id, input, { token: token(), ...ifMatch })
      refusedWith(stale, 412, 'STALE', id)
      assert.equal(stale.body.version, version + 1, id)
    }
  }
})

test('B22 a reviewer decides nothing of a creator she works for', async () => {
  const made = await a.aContent('Of a friend ', true)
  const reviewId = await a.reviewOf(made.contentId)
  await house.db.transaction((tx) =>
    house.doors.identity.setRole(tx, {
      orgId: a.creatorId,
      accountId: platform.reviewer.accountId,
      role: 'editor',
    }),
  )
  const decide = (t: string) =>
    house.call('governance.decideReview', { reviewId, verdict: 'passed', expectedVersion: 1 }, { token: t })
  refusedWith(await decide(platform.reviewer.token), 403, 'CONFLICT_OF_INTEREST')
  assert.equal((await decide(platform.admin.token)).status, 200)
})

test('B21 a suspended creator can be read, and can neither publish nor take money out', async () => {
  await house.db.transaction((tx) => house.doors.identity.suspendOrganisation(tx, a.creatorId, true))
  assert.equal(
    (await house.call('content.listMine', { creatorId: a.creatorId }, { token: token() })).status,
    200,
  )
  const url = await upload(await picture(300, 300))
  refusedWith(
    await publish({ kind: 'images', images: [{ url, width: 1, height: 1 }] }),
    403,
    'SHOP_SUSPENDED',
  )
  refusedWith(
    await house.call('ledger.withdrawCreator', { creatorId: a.creatorId }, { token: token() }),
    403,
    'SHOP_SUSPENDED',
  )
  await house.db.transaction((tx) => house.doors.identity.suspendOrganisation(tx, a.creatorId, false))
})
