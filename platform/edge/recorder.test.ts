// The recording: in order, whole, told at least once, through a kill -9, a hook that fails and a disk that does not take it.
import assert from 'node:assert/strict'
import { fork, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { ffmpegPath, ffprobePath, openCamera } from '#tests/support/camera'
import { until } from '#tests/support/until'
import type { RecordedSegment } from '../live-engine.ts'
import { silentLogger } from '../logger.ts'
import type { Init, Segment } from './packager.ts'
import { createRecorder, recoverRecordings } from './recorder.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serendip-recorder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const init: Init = { name: 'init', bytes: Buffer.from('init') }
const segment = (number: number, over: Partial<Segment> = {}): Segment => ({
  number,
  parts: [{ bytes: Buffer.from(`segment ${number}`), durationMs: 1000, independent: true }],
  durationMs: 1000,
  startedAtMs: number * 1000,
  independent: true,
  discontinuity: false,
  init,
  bytes: 10,
  ...over,
})
const open = (told: RecordedSegment[], onSegment = async (one: RecordedSegment) => void told.push(one)) =>
  createRecorder({ folder, stream: 'rom_1', onSegment, log: silentLogger })
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('pieces of about four seconds, whole, numbered, with their digest', async () => {
  const told: RecordedSegment[] = []
  const recorder = open(told)
  for (let i = 0; i < 10; i++) recorder.add(segment(i))
  recorder.cut()
  await recorder.settled()
  assert.deepEqual(
    told.map((one) => [one.index, one.durationMs, one.startedAtMs, one.discontinuity]),
    [
      [0, 4000, 0, true],
      [1, 4000, 4000, false],
      [2, 2000, 8000, false],
    ],
  )
  for (const one of told) {
    const bytes = await readFile(join(folder, one.file))
    assert.equal(one.sha256, sha256(bytes))
    assert.equal(one.bytes, bytes.length)
    assert.equal(await readFile(join(folder, one.initFile), 'utf8'), 'init')
  }
})

test('a change of codecs and a discontinuity begin a piece of their own', async () => {
  const told: RecordedSegment[] = []
  const recorder = open(told)
  const other: Init = { name: 'other', bytes: Buffer.from('other') }
  recorder.add(segment(0))
  recorder.add(segment(1, { init: other, discontinuity: true }))
  recorder.add(segment(2, { init: other, discontinuity: true }))
  recorder.cut()
  await recorder.settled()
  assert.deepEqual(
    told.map((one) => [one.initFile, one.discontinuity]),
    [
      ['rom_1/init-000000.mp4', true],
      ['rom_1/init-000001.mp4', true],
      ['rom_1/init-000001.mp4', true],
    ],
  )
})

test('after a kill the numbering goes on, half-written files go, and what was not told is told', async () => {
  const told: RecordedSegment[] = []
  const first = open(told)
  for (let i = 0; i < 8; i++) first.add(segment(i))
  first.cut()
  await first.settled()
  // As a kill leaves it: told once less than written, a half file, a file renamed but not in the index, a torn line.
  await writeFile(join(folder, 'rom_1/told'), '0')
  await writeFile(join(folder, 'rom_1/000002.m4s.part'), 'half')
  await writeFile(join(folder, 'rom_1/000002.m4s'), 'nobody heard of it')
  await appendFile(join(folder, 'rom_1/index.jsonl'), '{"stream":"rom_1","index":2,"fi')
  const again: RecordedSegment[] = []
  await recoverRecordings(folder, async (one) => void again.push(one), silentLogger)
  assert.deepEqual(
    again.map((one) => one.index),
    [1],
  )
  assert.ok(!(await readdir(join(folder, 'rom_1'))).some((file) => file.endsWith('.part')))
  const second = open(again)
  second.add(segment(20))
  second.cut()
  await second.settled()
  assert.deepEqual(
    again.map((one) => [one.index, one.discontinuity]),
    [
      [1, false],
      [2, true],
    ],
  )
  const lines = (await readFile(join(folder, 'rom_1/index.jsonl'), 'utf8')).trim().split('\n')
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as RecordedSegment).index),
    [0, 1, 2],
  )
  assert.equal(sha256(await readFile(join(folder, again[1]!.file))), again[1]!.sha256)
})

test('a listener that fails hears it again, in order', async () => {
  const told: number[] = []
  let failures = 7
  const recorder = open([], async (one) => {
    if (failures-- > 0) throw new Error('the database is away')
    told.push(one.index)
  })
  for (let i = 0; i < 12; i++) recorder.add(segment(i))
  recorder.cut()
  await recorder.settled()
  assert.deepEqual(told, [0, 1, 2])
})

test('a disk that takes nothing costs the recording only, and it goes on when it can', async () => {
  const told: RecordedSegment[] = []
  await writeFile(join(folder, 'rom_1'), 'a file where the folder should be')
  const recorder = open(told)
  for (let i = 0; i < 5; i++) recorder.add(segment(i))
  await recorder.settled()
  assert.equal(recorder.state(), 'failing')
  await rm(join(folder, 'rom_1'))
  for (let i = 5; i < 12; i++) recorder.add(segment(i))
  recorder.cut()
  await recorder.settled()
  assert.equal(recorder.state(), 'running')
  assert.equal(told[0]?.index, 0)
  assert.ok(told.some((one) => one.discontinuity))
})

test('memory is bounded when the disk does not keep up', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const told: RecordedSegment[] = []
  const recorder = open([], async (one) => {
    await held
    told.push(one)
  })
  for (let i = 0; i < 100; i++) recorder.add(segment(i))
  assert.equal(recorder.state(), 'failing')
  release()
  await recorder.settled()
  assert.ok(told.length <= 7, String(told.length))
})

test(
  'a process killed in the middle of recording goes on where it was',
  { skip: ffmpegPath() && ffprobePath() ? false : 'no ffmpeg: set FFMPEG_PATH or put one on PATH' },
  async () => {
    const start = async () => {
      const child = fork(resolve(import.meta.dirname, '../../bench/live/edge-process.ts'), [folder], {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      })
      const line = await new Promise<string>((resolve) =>
        child.stdout!.once('data', (text: Buffer) => resolve(text.toString())),
      )
      return { child, rtmp: (JSON.parse(line) as { rtmp: number }).rtmp }
    }
    const index = async () => {
      const text = await readFile(join(folder, 'kill/index.jsonl'), 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as RecordedSegment)
    }
    const record = async (pieces: number, end: 'SIGKILL' | 'SIGTERM') => {
      const { child, rtmp } = await start()
      const camera = openCamera(`rtmp://127.0.0.1:${rtmp}/live/kill?key=right`, { speed: 8 })
      await until(`${pieces} pieces`, async () => (await index()).length >= pieces, 20_000)
      child.kill(end)
      await new Promise((resolve) => child.once('close', resolve))
      camera.kill()
    }
    await record(2, 'SIGKILL')
    const before = await index()
    await mkdir(join(folder, 'kill'), { recursive: true })
    await record(before.length + 2, 'SIGTERM')
    const all = await index()
    assert.deepEqual(
      all.map((one) => one.index),
      all.map((_, i) => i),
    )
    assert.deepEqual(all.slice(0, before.length), before)
    assert.equal(all[before.length]!.discontinuity, true)
    for (const one of all) {
      const bytes = await readFile(join(folder, one.file))
      assert.equal(sha256(bytes), one.sha256)
      const whole = join(folder, 'whole.mp4')
      await writeFile(whole, Buffer.concat([await readFile(join(folder, one.initFile)), bytes]))
      const probe = spawnSync(ffprobePath()!, [
        '-v',
        'error',
        '-show_entries',
        'stream=codec_name',
        '-of',
        'csv=p=0',
        whole,
      ])
      assert.equal(probe.stdout.toString().split(/\s+/).filter(Boolean).join(), 'h264,aac')
      assert.equal(probe.stderr.toString(), '')
    }
    assert.ok(!(await readdir(join(folder, 'kill'))).some((file) => file.endsWith('.part')))
  },
)
