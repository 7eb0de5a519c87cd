// The first command, as a person uses it: first start, second start, Ctrl-C, a busy port, kill -9 of the supervisor.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { readFile, readdir, rm } from 'node:fs/promises'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { freePort } from '#platform/postgres/embedded'

const ROOT = resolve(import.meta.dirname, '../..')
let dataDir: string
let port: number

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'serendip-start-'))
  port = await freePort()
})
after(() => rm(dataDir, { recursive: true, force: true }))

type Run = { process: ChildProcess; text: () => string; up: Promise<number>; exit: Promise<number | null> }

function start(...args: string[]): Run {
  const from = performance.now()
  const child = spawn(
    process.execPath,
    ['server/start.ts', '--data', dataDir, '--port', String(port), '--world', 'small', ...args],
    { cwd: ROOT },
  )
  let text = ''
  const exit = new Promise<number | null>((done) => child.once('exit', done))
  const up = new Promise<number>((done, fail) => {
    const take = (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('Ctrl-C stops it')) done(performance.now() - from)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    void exit.then((code) => fail(new Error(`exit ${code}:\n${text}`)))
  })
  up.catch(() => {})
  return { process: child, text: () => text, up, exit }
}

/** Processes whose command line or environment speaks of our data folder. */
async function leftovers(): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((n) => /^\d+$/.test(n) && Number(n) !== process.pid)) {
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').join(' ')
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (command.includes(dataDir) || environment.includes(`DATA_DIR=${dataDir}`))
      found.push(`${pid} ${command}`)
  }
  return found
}

test('first start, URLs and log-ins; Ctrl-C leaves no process; second start keeps the data within 15 s', async () => {
  const first = start()
  const firstMs = await first.up
  assert.match(first.text(), new RegExp(`http://localhost:${port}/`))
  assert.match(first.text(), /password "demo-serendip"/)
  const feed = await fetch(`http://127.0.0.1:${port}/`)
  assert.equal(feed.status, 200)
  assert.match(await feed.text(), /<!doctype html>/i)
  first.process.kill('SIGINT')
  assert.equal(await first.exit, 0)
  assert.deepEqual(await leftovers(), [])

  const second = start()
  const secondMs = await second.up
  assert.doesNotMatch(second.text(), /Demo world/, 'the data was kept')
  console.log(`first start ${Math.round(firstMs)} ms, second start ${Math.round(secondMs)} ms`)
  assert.ok(secondMs < 15_000, `second start took ${secondMs} ms`)
  second.process.kill('SIGINT')
  assert.equal(await second.exit, 0)
})

test('a busy port is named with its holder and the flag', async () => {
  const holder = createServer()
  await new Promise<void>((done) => holder.listen(port, '127.0.0.1', () => done()))
  const run = start()
  const code = await run.exit
  holder.close()
  assert.equal(code, 1)
  assert.match(run.text(), new RegExp(`Port ${port} is held by process ${process.pid} .*--port N`, 's'))
})

test('after kill -9 of the supervisor the next start recovers by itself', async () => {
  const first = start()
  await first.up
  first.process.kill('SIGKILL')
  await first.exit
  const second = start()
  await second.up
  second.process.kill('SIGTERM')
  assert.equal(await second.exit, 0)
  assert.deepEqual(await leftovers(), [])
})

test('a second start on the same data says who has it', async () => {
  const first = start()
  await first.up
  const second = start()
  assert.equal(await second.exit, 1)
  assert.match(second.text(), new RegExp(`already runs on this data: process ${first.process.pid}`))
  first.process.kill('SIGINT')
  await first.exit
})
