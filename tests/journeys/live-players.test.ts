// The players that people have, in a real browser, through everything a camera can do to them: neither may stop, whatever the clock,
// the parameters or the connection of the publisher do.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEdge } from '#platform/edge/index'
import { silentLogger } from '#platform/logger'
import { openBrowser } from '../support/browser.ts'
import { ffmpegPath } from '../support/camera.ts'
import { makeClip, replay, type ClipTag } from '../support/flv-replay.ts'
import { openHooks } from '../support/open-hooks.ts'
import { playersPage } from '../support/players-page.ts'
import { openRtmp } from '../support/rtmp-client.ts'

type Seen = { frames: number; seconds: number; width: number; errors: string[] }
const CLIP_MS = 5000
const PLAYERS = ['flv', 'llHls'] as const

test(
  'neither player stops, whatever the camera does',
  { skip: ffmpegPath() ? false : 'no ffmpeg: set FFMPEG_PATH or put one on PATH', timeout: 240_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'serendip-players-'))
    const edge = createEdge({
      hooks: openHooks('right').hooks,
      log: silentLogger,
      now: Date.now,
      host: '127.0.0.1',
      mediaPort: 0,
      rtmpPort: 0,
      recordingsDir: null,
      secret: 'a secret of sixteen or more',
      // Long, because a loaded machine may take its time to reconnect: what is looked at here are the players.
      resumeMs: 30_000,
    })
    await edge.start()
    const page = await playersPage()
    const browser = await openBrowser()
    try {
      const plain = await makeClip(join(folder, 'a.flv'), { size: '320x180', seconds: CLIP_MS / 1000 })
      const larger = await makeClip(join(folder, 'b.flv'), { size: '640x360', seconds: CLIP_MS / 1000 })
      const reordered = await makeClip(join(folder, 'c.flv'), {
        size: '320x180',
        seconds: CLIP_MS / 1000,
        bFrames: 3,
      })
      const connect = async () => {
        const client = await openRtmp(edge.ports().rtmp)
        assert.equal(await client.publish('night', 'right'), null)
        return client
      }
      let camera = await connect()
      const opening = replay(camera, plain, 3_600_000)
      await new Promise((resolve) => setTimeout(resolve, 1500))
      const tab = await browser.newPage()
      await tab.goto(page.url)
      await tab.evaluate(`window.open2('http://127.0.0.1:${edge.ports().media}/live/night')`)
      await opening
      const look = async () => (await tab.evaluate('window.seen()')) as Record<(typeof PLAYERS)[number], Seen>
      const first = await look()
      for (const player of PLAYERS)
        assert.ok(first[player].frames > 3, `${player} began: ${JSON.stringify(first)}`)

      /** The clip once, and on a busy machine again, until both have shown two seconds of it. */
      const phase = async (what: string, clip: ClipTag[], fromMs: number, width: number) => {
        const before = await look()
        for (let round = 0; ; round++) {
          await replay(camera, clip, fromMs + round * CLIP_MS)
          const after = await look()
          const stuck = PLAYERS.filter(
            (player) =>
              after[player].frames - before[player].frames < 25 ||
              after[player].seconds - before[player].seconds < 2 ||
              after[player].width !== width,
          )
          if (stuck.length === 0) return
          assert.ok(round < 3, `${stuck.join()} after ${what}: ${JSON.stringify({ before, after })}`)
        }
      }
      await phase('the clock jumps back', plain, 1000, 320)
      await phase('the clock jumps by hours', plain, 90_000_000, 320)
      await phase('the clock wraps', plain, 0xff_ff_ff_ff - 2000, 320)
      await phase('a larger picture', larger, 3000, 640)
      camera.close()
      await new Promise((resolve) => setTimeout(resolve, 2500))
      camera = await connect()
      await phase('a reconnect with B-frames', reordered, 0, 320)
    } finally {
      await browser.close()
      page.stop()
      await edge.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
)
