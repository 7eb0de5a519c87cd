// Settings: what is believed about callers' addresses, and that each setting is documented.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { configSchema, ConfigError, readConfig } from './config.ts'

const NEEDED = {
  DATABASE_URL: 'postgres://localhost/x',
  DATA_DIR: '/data',
  SECRET: 'x'.repeat(32),
}

test('nobody’s X-Forwarded-For is believed unless said, and limits are on', () => {
  const config = readConfig(NEEDED)
  assert.deepEqual(config.trustProxy, [])
  assert.deepEqual(config.arrivals, { guestsPerHour: 600, signUpsPerHour: 100, limitLoopback: false })
})

test('proxies are named by address, by range, or as this machine', () => {
  assert.deepEqual(
    readConfig({ ...NEEDED, TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::/32, 192.0.2.7' }).trustProxy,
    ['loopback', '10.0.0.0/8', '2001:db8::/32', '192.0.2.7'],
  )
  for (const TRUST_PROXY of [
    'true',
    '1',
    '*',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    'proxy.example',
  ])
    assert.throws(() => readConfig({ ...NEEDED, TRUST_PROXY }), ConfigError, TRUST_PROXY)
})

test('a limit of nobody, or of a part of somebody, stops the start', () => {
  for (const GUESTS_PER_HOUR of ['0', '-1', '1.5', 'many'])
    assert.throws(() => readConfig({ ...NEEDED, GUESTS_PER_HOUR }), /GUESTS_PER_HOUR/)
})

test('docs/SETTINGS.md names every setting', async () => {
  const text = await readFile(new URL('../docs/SETTINGS.md', import.meta.url), 'utf8')
  for (const name of Object.keys(configSchema.shape)) assert.ok(text.includes(`\`${name}\``), name)
})

test('SRS is all or nothing: half of its settings stop the start', () => {
  assert.equal(readConfig(NEEDED).srs, null)
  assert.throws(() => readConfig({ ...NEEDED, LIVE_ENGINE: 'srs' }), /SRS_HOOK_SECRET/)
  const whole = {
    LIVE_ENGINE: 'srs',
    SRS_HOOK_SECRET: '0123456789abcdef',
    SRS_PLAY_URL: 'https://media.example',
    SRS_PUBLISH_URL: 'rtmp://live.example/live',
  }
  assert.equal(readConfig({ ...NEEDED, ...whole }).srs?.apiUrl, 'http://127.0.0.1:1985')
  assert.throws(() => readConfig({ ...NEEDED, ...whole, SRS_HOOK_SECRET: 'short' }), /SRS_HOOK_SECRET/)
})

test('ports of cameras are a range', () => {
  assert.deepEqual(readConfig({ ...NEEDED, WEBRTC_PORTS: '40000-40100' }).webRtc?.udpPorts, [40_000, 40_100])
  for (const WEBRTC_PORTS of ['40100-40000', '40000', '80-90000'])
    assert.throws(() => readConfig({ ...NEEDED, WEBRTC_PORTS }), /WEBRTC_PORTS/)
})
