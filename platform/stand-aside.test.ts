import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testDatabase, type TestDatabase } from '#tests/support/database'
import { restTools, runTool } from './ffmpeg.ts'
import { standAside, tellBusy } from './stand-aside.ts'

const STEP_MS = 20

let t: TestDatabase
let end: () => Promise<void> = async () => {}
before(async () => {
  t = await testDatabase()
})
afterEach(() => end())
after(() => t.drop())

/** What was called, in order, until it is quiet. */
async function calls(tell: () => Promise<unknown>, forMs: number): Promise<boolean[]> {
  const seen: boolean[] = []
  end = await standAside(t.db, (on) => seen.push(on), STEP_MS)
  await tell()
  await sleep(forMs)
  return seen
}

test('beside a busy neighbour one step in four is work, and when he is not any more, all are', async () => {
  const seen = await calls(() => tellBusy(t.db), 3_500)
  const rests = seen.filter(Boolean).length
  assert.ok(rests >= 40 && Math.abs(rests / seen.length - 0.75) < 0.05, `${rests} of ${seen.length}`)
  for (let n = 0; n + 4 <= seen.length - 1; n++) assert.ok(seen.slice(n, n + 4).includes(false))
  assert.equal(seen.at(-1), false)
})

test('another machine’s crowd is nobody’s business here', async () => {
  assert.deepEqual(await calls(() => tellBusy(t.db, 'elsewhere'), 300), [])
})

test('who leaves in the middle of a rest lets go', async () => {
  const seen = await calls(() => tellBusy(t.db), 200)
  await end()
  assert.equal(seen.at(-1), false)
})

const skip = process.platform === 'linux' ? false : 'reads /proc'
test(
  'tools rest and go on, those begun meanwhile too; one that rests is killed like any other',
  { skip },
  async () => {
    const limits = { cpuSeconds: 30, silentMs: 30_000 }
    const beating = () =>
      new Promise<{ pid: number; abort: () => void; ended: Promise<unknown> }>((resolve) => {
        const stop = new AbortController()
        const ended = runTool('/bin/sh', ['-c', 'echo out_time_us=$$; while :; do :; done'], {
          ...limits,
          signal: stop.signal,
          onProgress: (seconds) =>
            resolve({ pid: Math.round(seconds * 1e6), abort: () => stop.abort(), ended }),
        }).catch((error: unknown) => error)
      })
    const stateOf = async (pid: number) => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ')[2]
    const tool = await beating()
    assert.equal(await stateOf(tool.pid), 'R')
    restTools(true)
    await sleep(100)
    assert.equal(await stateOf(tool.pid), 'T')
    let begun = false
    const later = beating().then((other) => {
      begun = true
      return other
    })
    await sleep(600)
    assert.equal(begun, false)
    restTools(false)
    const other = await later
    assert.equal(await stateOf(tool.pid), 'R')
    restTools(true)
    for (const { abort, ended } of [tool, other]) {
      abort()
      assert.match(String(await ended), /aborted/)
    }
    restTools(false)
  },
)
