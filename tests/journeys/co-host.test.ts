// Co-hosting in real browsers: the desk makes a link, another creator takes it and goes on air by WHIP, everybody sees both pictures move,
// who comes later too; the desk hears the co-host by WHEP; a co-host who vanishes leaves one picture, and ten seconds later the room.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { ffmpegPath, openCamera, type Camera } from '#tests/support/camera'
import { createHttpClient, type HttpClient } from '#tests/support/http-client'
import {
  DESKTOP,
  enterHouse,
  leaveHouse,
  movesOn,
  newContext,
  PHONE,
  Strip,
  type House,
} from '#tests/support/journey'
import { until } from '#tests/support/until'

const noEncoder = ffmpegPath() ? false : 'no ffmpeg on this machine: it stands for OBS'
type Side = { key: string; token: string; creatorId: string }

let house: House
let http: HttpClient
let camera: Camera | null = null
let host: Side
let roomId: string
const strip = new Strip('co-host')
const contexts: BrowserContext[] = []
let desk: Page
let guest: Page
let viewer: Page

before(async () => {
  house = await enterHouse()
})
after(leaveHouse)

async function creatorOf(key: string, name: { zh: string; en: string }): Promise<Side> {
  const become = () => http.must('POST', '/api/v1/demo/session', { body: { key } })
  const idOf = (s: { memberships: { orgKind: string; orgId: string }[] }) =>
    s.memberships.find((m) => m.orgKind === 'creator')?.orgId
  let session = await become()
  if (!idOf(session)) {
    await http.must('POST', '/api/v1/creators', { token: session.token, body: { name, bio: name } })
    session = await become()
  }
  return { key, token: session.token, creatorId: idOf(session)! }
}

const asHost = (method: string, path: string, body?: object) =>
  http.must(method, `/api/v1/creators/${host.creatorId}${path}`, {
    token: host.token,
    ...(body ? { body } : {}),
  })

async function newPage(options: Parameters<typeof newContext>[1], persona?: string): Promise<Page> {
  const context = await newContext(house.browser, options)
  contexts.push(context)
  const page = await context.newPage()
  if (persona) {
    const headers = { origin: house.url }
    const answer = await page.request.post(`${house.url}/api/v1/demo/session`, {
      data: { key: persona },
      headers,
    })
    assert.ok(answer.ok(), await answer.text())
  }
  return page
}

const SECOND = '.co-host[data-on] video'
const coHostNow = async () => (await http.must('GET', `/api/v1/rooms/${roomId}`)).coHost

// A suite: its hooks run around it, also where journeys share one process, so the room is over when the next one wants to open its own.
describe('co-host', () => {
  before(async () => {
    if (noEncoder) return
    http = createHttpClient(house.url)
    host = await creatorOf('factory', { zh: '小满工厂直播', en: 'Xiaoman Live' })
    const made = await asHost('POST', '/rooms', { title: { zh: '连麦之夜', en: 'Two at once' } })
    roomId = made.room.roomId
    await asHost('POST', `/rooms/${roomId}/test`)
    camera = openCamera(`${made.publish.rtmpUrl}/${made.publish.key}`, { size: '360x640', fps: 24, gop: 24 })
    const path = `/api/v1/creators/${host.creatorId}/rooms/${roomId}/live`
    await until(
      'on air',
      async () => (await http.call('POST', path, { token: host.token })).status < 300,
      30_000,
    )
  })
  after(async () => {
    camera?.kill()
    for (const context of contexts) await context.close()
    if (noEncoder) return
    console.log(`· strip: ${await strip.save()}`)
    await asHost('POST', `/rooms/${roomId}/end`, {})
    http.close()
  })

  test(
    'a link is taken, and both pictures move for who is there and who comes later',
    { skip: noEncoder },
    async () => {
      viewer = await newPage({ locale: 'zh-CN', viewport: PHONE })
      await viewer.goto(`${house.url}/live/${roomId}`)
      await until('the host moves', () => movesOn(viewer, '.live-video video'), 30_000)
      desk = await newPage({ viewport: DESKTOP }, 'factory')
      await desk.goto(`${house.url}/desk/creator/${host.creatorId}/rooms/${roomId}`)
      await desk.getByRole('button', { name: '邀请连麦' }).click()
      const link = await desk.locator('.live-co-host code').innerText()
      await strip.take(desk, 'invited')
      const { items } = await http.must('GET', '/api/v1/demo/personas')
      const persona = (items as { key: string; role: string }[]).find((p) => p.role === 'creator')!
      guest = await newPage({ viewport: DESKTOP }, persona.key)
      await guest.goto(house.url + new URL(link).pathname)
      await guest.getByRole('button', { name: '接受邀请' }).click()
      await guest.getByRole('button', { name: '用测试画面上麦' }).click()
      await guest.getByRole('button', { name: '上麦', exact: true }).click()
      await until('the co-host is told', async () => (await coHostNow()) !== null, 30_000)
      await until('both move', () => movesOn(viewer, SECOND), 30_000)
      assert.ok(await movesOn(viewer, '.live-video video'))
      await strip.take(viewer, 'both-phone')
      await until(
        'the desk hears them by WHEP',
        () => movesOn(desk, '.live-talk video[data-line=fast]'),
        30_000,
      )
      await strip.take(desk, 'desk')
      await until('the guest sees the host', () => movesOn(guest, '.live-talk video'), 30_000)
      await strip.take(guest, 'guest')
      const late = await newPage({ locale: 'en-US', viewport: DESKTOP })
      await late.goto(`${house.url}/live/${roomId}`)
      await until('who comes later sees both', () => movesOn(late, SECOND), 30_000)
      await strip.take(late, 'both-desktop')
      await late.context().close()
    },
  )

  test('a co-host who vanishes leaves one picture, then the room', { skip: noEncoder }, async () => {
    await guest.context().close()
    await until('one picture', async () => (await viewer.locator(SECOND).count()) === 0, 20_000)
    await until('gone from the room', async () => (await coHostNow()) === null, 40_000)
    await until('the desk says so', () => desk.getByText('对方已退出连麦').isVisible(), 10_000)
    assert.ok(await movesOn(viewer, '.live-video video'))
    await strip.take(viewer, 'one-again')
  })
})
