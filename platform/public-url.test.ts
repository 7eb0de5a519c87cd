// Only the public internet: whatever way an inside address is written, and whatever its name answers.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { AppError } from '#kernel/errors'
import { ANSWER_LIMIT, createPostOutside } from './post-outside.ts'
import { isPublicAddress, pinnedLookup, publicUrl } from './public-url.ts'

const strict = { loopback: false }
const refused = (url: string) =>
  assert.throws(
    () => publicUrl(url, strict),
    (e) => e instanceof AppError && e.code === 'URL_NOT_PUBLIC',
    url,
  )

test('inside addresses in every spelling are refused', () => {
  const hosts = [
    '127.0.0.1',
    'localhost',
    'localhost.',
    'LOCALHOST',
    'a.localhost',
    '[::1]',
    '0.0.0.0',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '169.254.169.254',
    '10.0.0.1',
    '172.16.3.4',
    '192.168.1.1',
    '100.64.0.1',
    '[fd00::1]',
    '[fe80::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[::]',
    '224.0.0.1',
    '255.255.255.255',
    'metadata.google.internal',
    'printer.local',
    'intranet',
    '１２７.0.0.1',
  ]
  for (const host of hosts) refused(`https://${host}/hook`)
  for (const url of [
    'file:///etc/passwd',
    'gopher://erp.example.com/',
    'ftp://erp.example.com/',
    'https://user:pass@erp.example.com/',
    'https://user@erp.example.com/',
    'http://erp.example.com/',
    'https://erp.example.com:22/',
    'https://erp.example.com:25/',
    'https://erp.example.com:6379/',
    'javascript:alert(1)',
    'https://',
    '//erp.example.com/',
    `https://erp.example.com/${'a'.repeat(500)}`,
  ])
    refused(url)
  for (const url of ['https://erp.example.com/hook?x=1', 'https://8.8.8.8/', 'https://[2606:4700::1111]/'])
    assert.equal(publicUrl(url, strict).protocol, 'https:')
})

test('loopback only where it was asked for, and nothing else inside even then', () => {
  assert.equal(publicUrl('http://127.0.0.1:9999/x', { loopback: true }).port, '9999')
  assert.throws(() => publicUrl('http://10.0.0.1/', { loopback: true }))
  assert.ok(!isPublicAddress('10.0.0.1', { loopback: true }))
})

test('a name that leads inside is not connected to', async () => {
  const asked = new Promise<unknown>((resolve) =>
    pinnedLookup(strict)('localhost', {}, (error) => resolve(error)),
  )
  assert.equal(((await asked) as AppError).code, 'URL_NOT_PUBLIC')
  const answer = await createPostOutside(strict)('https://127.0.0.1/', {}, '{}')
  assert.deepEqual([answer.status, answer.fault], [null, 'not-public'])
})

test('redirects are not followed, long answers are cut, hanging ones are left', async () => {
  let hits = 0
  const server = createServer((request, reply) => {
    hits++
    if (request.url === '/redirect') return reply.writeHead(302, { location: '/elsewhere' }).end()
    if (request.url === '/hang') return
    if (request.url === '/drip') {
      reply.writeHead(200)
      return void reply.write('x')
    }
    reply.writeHead(200)
    reply.end(Buffer.alloc(5_000_000, 'x'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const post = createPostOutside({ loopback: true }, { timeoutMs: 150 })
  try {
    assert.equal((await post(`${base}/redirect`, {}, '{}')).status, 302)
    assert.equal(hits, 1)
    assert.equal((await post(`${base}/long`, {}, '{}')).body.length, ANSWER_LIMIT)
    assert.equal((await post(`${base}/hang`, {}, '{}')).fault, 'timeout')
    const drip = await post(`${base}/drip`, {}, '{}') // the status was said; what follows is not waited for
    assert.deepEqual([drip.status, drip.body], [200, 'x'])
    assert.equal((await post('http://127.0.0.1:9/', {}, '{}')).fault, 'refused')
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
