// What every live engine must do, whichever it is: one suite with a real ffmpeg as the camera, run against our edge and against any
// other that speaks to the same hooks.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { LiveEngine } from '#platform/live-engine'
import { until } from '../support/until.ts'
import { ffmpegPath, openCamera, type Camera, type CameraOptions } from '../support/camera.ts'
import { openFlv } from '../support/flv-reader.ts'
import type { OpenHooks } from '../support/open-hooks.ts'

export type EngineUnderTest = {
  engine: LiveEngine
  hooks: OpenHooks
  rightKey: string
  /** As the tests reach it: an answer of `:PORT/path` made absolute. */
  absolute(url: string): string
  /** How long a frozen publisher and an interruption last here. */
  idleMs: number
  resumeMs: number
  stop(): Promise<void>
}

export function liveEngineContract(name: string, open: () => Promise<EngineUnderTest>): void {
  const skip = ffmpegPath() ? false : 'no ffmpeg: set FFMPEG_PATH or put one on PATH'

  describe(`live engine: ${name}`, { skip }, () => {
    let t: EngineUnderTest
    let n = 0
    const cameras: Camera[] = []
    const newStream = () => `rom_contract-${process.pid}-${(n += 1)}`
    const publish = (stream: string, options: CameraOptions = {}, key = t.rightKey) => {
      const urls = t.engine.publishUrls(stream, key)
      const camera = openCamera(`${urls.rtmpUrl}/${urls.key}`, options)
      cameras.push(camera)
      return camera
    }
    const flv = (stream: string) => openFlv(t.absolute(t.engine.playUrls(stream).flv!))
    const of = (stream: string) => t.hooks.happened.filter((one) => one.stream === stream)
    const kinds = (stream: string) => of(stream).map((one) => one.kind)
    const started = (stream: string, times = 1) =>
      until(
        `${stream} started ${times} times`,
        () => kinds(stream).filter((kind) => kind === 'started').length >= times,
        15_000,
      )

    before(async () => {
      t = await open()
    })
    after(async () => {
      for (const camera of cameras) camera.kill()
      await t?.stop()
    })

    it('plays what is published with the right key', async () => {
      const stream = newStream()
      const camera = publish(stream)
      await started(stream)
      const viewer = await flv(stream)
      assert.equal(viewer.status, 200)
      await until('pictures and sound', () => viewer.tags.filter((tag) => !tag.setup).length > 20)
      const first = viewer.tags.find((tag) => tag.type === 9 && !tag.setup)
      assert.equal(first?.key, true, 'a viewer begins with a key frame')
      assert.ok(viewer.tags.some((tag) => tag.type === 8))
      viewer.close()
      camera.kill()
    })

    it('refuses a wrong key, and a room that ended, before a byte is taken', async () => {
      const stream = newStream()
      const camera = publish(stream, {}, 'wrong')
      await camera.gone
      assert.deepEqual(kinds(stream), [])
      assert.equal((await flv(stream)).status, 404)
      t.hooks.ended.add(stream)
      await publish(stream).gone
      assert.deepEqual(kinds(stream), [])
      assert.deepEqual(
        t.hooks.asked.filter((one) => one.stream === stream).map((one) => one.key),
        ['wrong', t.rightKey],
      )
    })

    it('answers an unknown stream with 404 and a problem, not with an endless head', async () => {
      const viewer = await flv(newStream())
      assert.equal(viewer.status, 404)
      viewer.close()
      assert.equal(await t.engine.health(newStream()), null)
    })

    it('lets the newest authorised publisher take over; viewers stay', async () => {
      const stream = newStream()
      const old = publish(stream)
      await started(stream)
      const viewer = await flv(stream)
      await until('first pictures', () => viewer.tags.length > 10)
      const young = publish(stream)
      await started(stream, 2)
      await old.gone
      const count = viewer.tags.length
      await until('pictures of the new one', () => viewer.tags.length > count + 20)
      assert.equal(viewer.isOver(), false)
      assertForward(viewer.tags)
      assert.deepEqual(kinds(stream), ['started', 'interrupted', 'started'])
      viewer.close()
      young.kill()
    })

    it('notices a frozen publisher, and lets it come back', async () => {
      const stream = newStream()
      const frozen = publish(stream)
      await started(stream)
      const viewer = await flv(stream)
      frozen.freeze()
      await until('interrupted', () => kinds(stream).includes('interrupted'), t.idleMs + 5000)
      assert.equal((await t.engine.health(stream))?.state, 'interrupted')
      const again = publish(stream)
      await started(stream, 2)
      const count = viewer.tags.length
      await until('pictures again', () => viewer.tags.length > count + 10)
      frozen.kill()
      again.kill()
      viewer.close()
    })

    it('keeps viewers through a drop, and those who come meanwhile wait for the resume', async () => {
      const stream = newStream()
      const first = publish(stream)
      await started(stream)
      const viewer = await flv(stream)
      await until('pictures', () => viewer.tags.length > 10)
      first.kill()
      await until('interrupted', () => kinds(stream).includes('interrupted'))
      const newcomer = await flv(stream)
      assert.equal(newcomer.status, 200)
      const count = viewer.tags.length
      const second = publish(stream, { offsetSeconds: 3600 })
      await started(stream, 2)
      await until('both see it', () => viewer.tags.length > count + 20 && newcomer.tags.length > 20)
      assertForward(viewer.tags)
      const last = of(stream).at(-1)
      assert.equal(last?.kind === 'started' && last.resumed, true)
      second.kill()
      viewer.close()
      newcomer.close()
    })

    it('says that a stream is lost when its publisher does not come back', async () => {
      const stream = newStream()
      const camera = publish(stream)
      await started(stream)
      const viewer = await flv(stream)
      camera.kill()
      await until('lost', () => kinds(stream).includes('lost'), t.resumeMs + 5000)
      await until('the viewer is let go', () => viewer.isOver())
      assert.deepEqual(kinds(stream), ['started', 'interrupted', 'lost'])
      assert.equal(await t.engine.health(stream), null)
    })

    it('tells how a stream is, and what to change', async () => {
      const stream = newStream()
      const camera = publish(stream, { size: '640x360', bFrames: 2, gop: 50 })
      await started(stream)
      const health = await until(
        'figures',
        async () => {
          const now = await t.engine.health(stream)
          return now && now.reordered && now.fps > 15 ? now : null
        },
        15_000,
      )
      assert.equal(health.state, 'live')
      assert.deepEqual([health.width, health.height], [640, 360])
      assert.ok(health.advice.includes('bFrames'))
      camera.kill()
    })

    it('closes publisher and viewers; twice is the same as once', async () => {
      const stream = newStream()
      const camera = publish(stream)
      await started(stream)
      const viewer = await flv(stream)
      t.hooks.ended.add(stream)
      await t.engine.close(stream)
      await t.engine.close(stream)
      await camera.gone
      await until('the viewer is let go', () => viewer.isOver())
      assert.equal(await t.engine.health(stream), null)
    })
  })
}

/** A player breaks when the line of either track runs back. */
function assertForward(tags: readonly { type: number; timestampMs: number; setup: boolean }[]): void {
  for (const type of [8, 9]) {
    const times = tags.filter((tag) => tag.type === type && !tag.setup).map((tag) => tag.timestampMs)
    times.forEach((time, i) => assert.ok(i === 0 || time > times[i - 1]!, `${times[i - 1]} → ${time}`))
  }
}
