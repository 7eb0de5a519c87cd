// The three couriers under one contract, each over its own wire.
import { spawn, type ChildProcess } from 'node:child_process'
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { courierContract, type CourierUnderTest } from '#tests/contracts/couriers'
import {
  AFTERSHIP,
  afterShipWebhook,
  KUAIDI,
  kuaidi100Push,
  openAfterShip,
  openKuaidi100,
} from '#tests/support/courier-services'
import { freePort } from '#platform/postgres/embedded'
import { createAfterShip } from './aftership.ts'
import type { ProviderCallback } from './courier.ts'
import { createKuaidi100, stateOf as kuaidiState } from './kuaidi100.ts'
import { createSandboxCourier } from './sandbox-courier.ts'
import { signCallback } from './sandbox-wire.ts'

const DAY_MS = 86_400_000
const at = (trackingNo: string, carrier = '中通快递') => ({
  carrier,
  trackingNo,
  phone: '13800138000',
  shippedAt: new Date('2026-11-02T09:00:00Z'),
})

courierContract('Kuaidi100', async () => {
  const service = await openKuaidi100()
  return {
    courier: createKuaidi100({
      ...KUAIDI,
      waybills: { secret: KUAIDI.secret, partnerId: 'K571' },
      callbackUrl: 'http://us.example/',
      pollUrl: service.url,
      labelUrl: service.url,
    }),
    known: at(KUAIDI.number),
    unknown: at('78000000000000'),
    expected: ['collected', 'in-transit', 'out-for-delivery', 'signed'],
    callback: kuaidi100Push,
    breakDown: service.breakDown,
    stop: service.close,
  }
})

courierContract('AfterShip', async () => {
  const service = await openAfterShip()
  return {
    courier: createAfterShip({ ...AFTERSHIP, apiUrl: service.url }),
    known: at(AFTERSHIP.number, '顺丰速运'),
    unknown: at('1Z000', '顺丰速运'),
    expected: ['collected', 'in-transit', 'out-for-delivery'],
    callback: afterShipWebhook,
    breakDown: service.breakDown,
    stop: service.close,
  }
})

const SECRET = 'courier-secret-0123456789'

courierContract('sandbox process', async (): Promise<CourierUnderTest> => {
  const dir = await mkdtemp(join(tmpdir(), 'courier-'))
  const port = await freePort()
  const open = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['sandbox/courier/main.ts'], {
      env: {
        ...process.env,
        COURIER_SANDBOX_PORT: String(port),
        COURIER_SANDBOX_SECRET: SECRET,
        DATA_DIR: dir,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout!.once('data', resolve))
    return child
  }
  const child = await open()
  const known = at('SD123456789012')
  const clock = { now: () => new Date(known.shippedAt.getTime() + 6 * DAY_MS) }
  const here = { secret: SECRET, callbackUrl: 'http://127.0.0.1:9/', clock }
  const courier = createSandboxCourier({ ...here, url: `http://127.0.0.1:${port}` })
  const nobody = createSandboxCourier({ ...here, url: 'http://127.0.0.1:9' })
  let broken = false
  const events = await courier.follow(known).then(() => courier.track(known))
  return {
    courier: {
      ...courier,
      track: (p) => (broken ? nobody : courier).track(p),
      follow: (p) => (broken ? nobody : courier).follow(p),
    },
    known,
    unknown: at('SD999999999999'),
    expected: ['collected', 'in-transit', 'in-transit', 'out-for-delivery', 'signed'],
    callback(): ProviderCallback {
      const wire = events!.map((e) => ({ ...e, at: e.at.toISOString() }))
      const body = JSON.stringify({ carrier: known.carrier, trackingNo: known.trackingNo, events: wire })
      return { headers: signCallback(SECRET, body, 'x', Date.now()), body: new TextEncoder().encode(body) }
    },
    breakDown: (is) => void (broken = is),
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      await rm(dir, { recursive: true })
    },
  }
})

test('Kuaidi100: its codes mean what its documentation says', () => {
  const codes = {
    101: 'booked',
    1: 'collected',
    103: 'collected',
    0: 'in-transit',
    1001: 'in-transit',
    5: 'out-for-delivery',
    501: 'out-for-delivery',
    3: 'signed',
    304: 'signed',
    2: 'abnormal',
    203: 'abnormal',
    6: 'returning',
    14: 'returning',
    4: 'returned',
    401: 'cancelled',
  }
  for (const [code, state] of Object.entries(codes)) assert.equal(kuaidiState(code), state, code)
})
