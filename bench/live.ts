// `./serendip bench live`: what the edge promises a room. Delay from glass to glass in a real browser, first frame, the cost of one camera,
// of a thousand viewers and of a hundred that stalled. The edge is a process of its own, read from /proc.
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openBrowser } from '#tests/support/browser'
import { ffmpegPath, words } from '#tests/support/camera'
import { judge, quantile, round, UsageError, type Result, type Say } from './harness.ts'
import { CAMERA_FLOORS, cameraGlass } from './live/browser-camera.ts'
import { measureGlass, openClockCamera, servePage } from './live/glass.ts'

const FLOORS: Result['floors'] = {
  ...CAMERA_FLOORS,
  flvP50Ms: { max: 700 },
  flvFirstFrameMs: { max: 700 },
  llHlsP50Ms: { max: 1600 },
  llHlsFirstFrameMs: { max: 700 },
  ingestCpuPercent: { max: 3 },
  viewers: { min: 1000 },
  /** What each was given, against what was sent: nobody may be starved for a figure. */
  viewersFedPercent: { min: 97 },
  viewersCpuPercent: { max: 30 },
  viewersRssMb: { max: 250 },
  stalledQueueMb: { max: 26 },
}
const TICKS_A_SECOND = 100
const GLASS = { settleMs: 6000, forMs: 12_000 }
const FIRST_FRAMES = 5

type Edge = { child: ChildProcess; media: number; rtmp: number }

export async function run({ full, say }: { full: boolean; say: Say }): Promise<Result> {
  const ffmpeg = ffmpegPath()
  if (!ffmpeg) throw new UsageError('This bench needs an ffmpeg: put one on PATH or set FFMPEG_PATH.')
  const folder = await mkdtemp(join(tmpdir(), 'serendip-live-'))
  const open: ChildProcess[] = []
  try {
    const edge = await openEdge(join(folder, 'recordings'), open)
    const glass = await glassToGlass(ffmpeg, edge, full ? 3 : 1, say)
    const camera = await cameraGlass(`http://127.0.0.1:${edge.media}`, say)
    const clip = join(folder, 'clip.flv')
    makeClip(ffmpeg, clip)
    const looped = spawn(
      ffmpeg,
      [
        ...words('-v error -nostdin -re -stream_loop -1 -i'),
        clip,
        ...words('-c copy -f flv'),
        `rtmp://127.0.0.1:${edge.rtmp}/live/load?key=right`,
      ],
      { stdio: 'ignore' },
    )
    open.push(looped)
    await pause(4000)
    say('one camera: packaging and recording, nobody watches')
    const ingestCpuPercent = await cpuOf(edge.child, 15_000)
    const crowd = await crowdOf(edge, full ? 1500 : 1000, open, say)
    const stalled = await stalledOf(edge, open, say)
    return judge('live', { ...glass, ...camera, ingestCpuPercent, ...crowd, ...stalled }, FLOORS)
  } finally {
    for (const child of open) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}

async function openEdge(recordings: string, open: ChildProcess[]): Promise<Edge> {
  const child = fork(resolve(import.meta.dirname, 'live/edge-process.ts'), [recordings], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  open.push(child)
  const line = await new Promise<string>((resolve) =>
    child.stdout!.once('data', (text: Buffer) => resolve(text.toString())),
  )
  return { child, ...(JSON.parse(line) as { media: number; rtmp: number }) }
}

/** Twenty seconds at a steady 2.5 Mbit/s, key frames each second. */
function makeClip(ffmpeg: string, file: string): void {
  spawnSync(ffmpeg, [
    ...words('-v error -nostdin -f lavfi -i testsrc2=s=1280x720:r=30,noise=alls=12:allf=t'),
    ...words('-f lavfi -i sine=frequency=440:r=44100 -t 20 -c:v libx264 -preset veryfast'),
    ...words('-tune zerolatency -pix_fmt yuv420p -g 30 -b:v 2500k -maxrate 2500k'),
    ...words('-bufsize 1250k -c:a aac -b:a 128k -y'),
    file,
  ])
}

async function glassToGlass(ffmpeg: string, edge: Edge, rounds: number, say: Say) {
  const page = await servePage()
  const browser = await openBrowser()
  const camera = openClockCamera(ffmpeg, `rtmp://127.0.0.1:${edge.rtmp}/live/glass?key=right`)
  try {
    await pause(3000)
    const base = `http://127.0.0.1:${edge.media}/live/glass`
    const urls = { flv: `${base}.flv`, llHls: `${base}/index.m3u8` } as const
    const figures: Record<string, number | string> = {}
    for (const kind of ['flv', 'llHls'] as const) {
      const delays: number[] = []
      const firsts: number[] = []
      let waits = 0
      let unread = 0
      const errors = new Set<string>()
      for (let i = 0; i < rounds; i++) {
        say(`${kind}: ${GLASS.forMs / 1000} s of pictures in ${browser.browserType().name()}`)
        const seen = await measureGlass(browser, page.url, { kind, url: urls[kind], ...GLASS })
        delays.push(...seen.delays)
        firsts.push(seen.firstFrameMs)
        waits += seen.waits
        unread += seen.unread
        for (const error of seen.errors) errors.add(error)
      }
      for (let i = firsts.length; i < FIRST_FRAMES; i++) {
        const short = await measureGlass(browser, page.url, {
          kind,
          url: urls[kind],
          settleMs: 2000,
          forMs: 0,
        })
        firsts.push(short.firstFrameMs)
      }
      figures[`${kind}P50Ms`] = round(quantile(delays, 0.5), 0)
      figures[`${kind}P95Ms`] = round(quantile(delays, 0.95), 0)
      figures[`${kind}Frames`] = delays.length
      figures[`${kind}Unread`] = unread
      figures[`${kind}Waits`] = waits
      figures[`${kind}FirstFrameMs`] = round(quantile(firsts, 0.5), 0)
      if (errors.size > 0) figures[`${kind}Errors`] = [...errors].join(' ')
    }
    figures.cameraLateP95Ms = round(quantile(camera.lateMs, 0.95), 0)
    return figures
  } finally {
    camera.stop()
    await browser.close()
    page.stop()
    if (camera.complaints()) say(`camera: ${camera.complaints().trim().split('\n').at(-1)}`)
  }
}

async function crowdOf(edge: Edge, count: number, open: ChildProcess[], say: Say) {
  say(`${count} viewers join`)
  const crowd = fork(resolve(import.meta.dirname, 'live/viewers.ts'), [
    String(edge.media),
    'load',
    String(count),
  ])
  open.push(crowd)
  await pause(6000)
  const health = async () => (await ask(edge.child)) as { viewers: number; queuedBytes: number }
  const before = (await ask(crowd)) as { connected: number; bytes: number }
  const from = performance.now()
  const viewersCpuPercent = await cpuOf(edge.child, 15_000)
  const after = (await ask(crowd)) as { connected: number; bytes: number }
  const mbps = ((after.bytes - before.bytes) * 8) / 1e3 / (performance.now() - from)
  const viewersRssMb = await rssMb(edge.child)
  const { queuedBytes } = await health()
  crowd.kill('SIGKILL')
  await pause(1500)
  const one = fork(resolve(import.meta.dirname, 'live/viewers.ts'), [String(edge.media), 'load', '1'])
  open.push(one)
  await pause(4000)
  const oneBefore = (await ask(one)) as { bytes: number }
  const oneFrom = performance.now()
  await pause(15_000)
  const oneAfter = (await ask(one)) as { bytes: number }
  const oneMbps = ((oneAfter.bytes - oneBefore.bytes) * 8) / 1e3 / (performance.now() - oneFrom)
  one.kill('SIGKILL')
  return {
    viewers: after.connected,
    viewersMbps: round(mbps, 0),
    oneViewerMbps: round(oneMbps, 2),
    viewersFedPercent: round((mbps / (oneMbps * after.connected)) * 100),
    viewersCpuPercent,
    viewersRssMb,
    viewersQueueMb: round(queuedBytes / 1e6),
  }
}

/** A hundred that connect and then read nothing: the most that waits for them at any time, and what the process grew by. */
async function stalledOf(edge: Edge, open: ChildProcess[], say: Say) {
  say('100 viewers stall')
  await pause(2000)
  const before = await rssMb(edge.child)
  const stalled = fork(resolve(import.meta.dirname, 'live/viewers.ts'), [
    String(edge.media),
    'load',
    '100',
    'stall',
  ])
  open.push(stalled)
  let queuedBytes = 0
  let viewers = 0
  for (let i = 0; i < 40; i++) {
    await pause(500)
    const load = (await ask(edge.child)) as { viewers: number; queuedBytes: number }
    queuedBytes = Math.max(queuedBytes, load.queuedBytes)
    viewers = Math.max(viewers, load.viewers)
  }
  const grewBy = (await rssMb(edge.child)) - before
  stalled.kill('SIGKILL')
  return {
    stalledViewers: viewers,
    stalledQueueMb: round(queuedBytes / 1e6),
    stalledRssGrowthMb: round(grewBy, 0),
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const ask = (child: ChildProcess) =>
  new Promise<unknown>((resolve) => {
    child.once('message', resolve)
    child.send('load')
  })

async function cpuTicks(child: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

/** Percent of one core, user and system, over `ms`. */
async function cpuOf(child: ChildProcess, ms: number): Promise<number> {
  const before = await cpuTicks(child)
  const from = performance.now()
  await pause(ms)
  const seconds = (performance.now() - from) / 1000
  return round(((await cpuTicks(child)) - before) / TICKS_A_SECOND / seconds / 0.01)
}

async function rssMb(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024, 0)
}
