import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort } from '#platform/postgres/embedded'
import { checkClock, checkDatabase, checkDisk, checkLock, checkNode, checkPort } from './doctor.ts'
import type { Settings } from './settings.ts'

const settings: Settings = {
  port: 4000,
  host: '127.0.0.1',
  dataDir: tmpdir(),
  role: 'all',
  world: 'demo',
  databaseUrl: null,
}

test('port taken: names the process and the flag', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as { port: number }
  const finding = await checkPort(port, '127.0.0.1')
  server.close()
  assert.equal(finding.ok, false)
  assert.match(finding.cause, new RegExp(`process ${process.pid}`))
  assert.match(finding.fix, /--port/)
})

test('Node too old', () => {
  assert.equal(checkNode('20.20.2').ok, false)
  assert.match(checkNode('20.20.2').fix, /serendip/)
  assert.equal(checkNode('24.1.0').ok, true)
})

test('PostgreSQL down', async () => {
  const finding = await checkDatabase(`postgres://a:b@127.0.0.1:${await freePort()}/c`)
  assert.equal(finding.ok, false)
  assert.match(finding.cause, /does not answer: .*ECONNREFUSED/)
  assert.match(finding.fix, /unset it/)
})

test('disk full', async () => {
  const finding = await checkDisk(tmpdir(), 1500, 12)
  assert.equal(finding.ok, false)
  assert.match(finding.cause, /Only 12 MB/)
  assert.match(finding.fix, /--data DIR/)
})

test('clock off', async () => {
  const finding = await checkClock(settings, new Date('2016-01-01T00:00:00Z'))
  assert.equal(finding.ok, false)
  assert.match(finding.fix, /set-ntp/)
  assert.equal((await checkClock(settings, new Date('2027-01-01T00:00:00Z'))).ok, true)
})

test('clock off against the database', async () => {
  const url = process.env.TEST_DATABASE_URL ?? null
  const finding = await checkClock({ ...settings, databaseUrl: url }, new Date(Date.now() + 3_600_000))
  assert.equal(finding.ok, false)
  assert.match(finding.cause, /differ by 3\d{3} s/)
})

test('the stale lock of a killed database', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-doctor-'))
  await mkdir(join(dataDir, 'postgres'))
  await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n/elsewhere\n`)
  const finding = await checkLock(dataDir)
  await rm(dataDir, { recursive: true })
  assert.equal(finding.ok, false)
  assert.match(finding.cause, /stale lock/)
  assert.match(finding.fix, /removes it by itself/)
})
