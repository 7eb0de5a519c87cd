// What every courier must do, whichever it is: one suite, run against the sandbox process and against servers that speak the wire of Kuaidi100
// and AfterShip. What one cannot do it says, and refuses.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Courier, Parcel, ProviderCallback, TrackingState } from '#platform/providers/courier'

export type CourierUnderTest = {
  courier: Courier
  /** A number that this courier knows, on its way; and one it never heard of. */
  known: Parcel
  unknown: Parcel
  /** What became of the known one, as its service would tell it; newest last. */
  expected: readonly TrackingState[]
  /** The same news, as its callback. */
  callback(): ProviderCallback
  /** The service answers nothing, or nonsense. */
  breakDown(broken: boolean): void
  stop(): Promise<void>
}

export function courierContract(name: string, open: () => Promise<CourierUnderTest>): void {
  describe(`courier: ${name}`, () => {
    let t: CourierUnderTest
    before(async () => {
      t = await open()
    })
    after(() => t.stop())

    it('the same parcel may be followed again', async () => {
      await t.courier.follow(t.known)
      await t.courier.follow(t.known)
    })

    it('says where a parcel is, with ids that stay; null for one it never heard of', async () => {
      const [first, again] = [await t.courier.track(t.known), await t.courier.track(t.known)]
      const byTime = first!.toSorted((a, b) => a.at.getTime() - b.at.getTime())
      assert.deepEqual(
        byTime.map((e) => e.state),
        t.expected,
      )
      assert.deepEqual(again, first)
      assert.equal(new Set(first!.map((e) => e.eventId)).size, first!.length)
      assert.equal(await t.courier.track(t.unknown), null)
    })

    it('a callback tells the same events with the same ids', async () => {
      const [news] = t.courier.verifyCallback(t.callback())
      assert.equal(news!.trackingNo, t.known.trackingNo)
      const asked = new Map((await t.courier.track(t.known))!.map((e) => [e.eventId, e]))
      assert.ok(news!.events.length > 0)
      for (const e of news!.events) assert.deepEqual(e, asked.get(e.eventId))
    })

    it('refuses what was forged or changed', () => {
      const { headers, body } = t.callback()
      const text = new TextDecoder().decode(body)
      const other = new TextEncoder().encode(text.replace(t.known.trackingNo, 'ZZ00000000009'))
      assert.notDeepEqual(other, body)
      assert.throws(() => t.courier.verifyCallback({ headers, body: other }), { code: 'SIGNATURE_INVALID' })
      const unsigned = new TextEncoder().encode(text.replace(/&sign=\w+/, ''))
      assert.throws(() => t.courier.verifyCallback({ headers: {}, body: unsigned }), {
        code: 'SIGNATURE_INVALID',
      })
    })

    it('does what it can, and refuses the rest', async () => {
      const party = {
        name: '张三',
        phone: '13800138000',
        region: '浙江省 杭州市 西湖区',
        detail: '文三路 1 号',
      }
      const wish = {
        packageId: 'pkg_contract' as const,
        carrier: '中通快递',
        sender: party,
        receiver: party,
        cargo: '水壶',
        pieces: 1,
      }
      if (t.courier.can.book) {
        const [a, b] = [await t.courier.book(wish), await t.courier.book(wish)]
        assert.deepEqual(a, b)
        assert.match(a.trackingNo, /^[A-Za-z0-9-]{6,40}$/)
        assert.equal(await t.courier.cancel(wish.packageId, { ...wish, trackingNo: a.trackingNo }), true)
      } else await assert.rejects(t.courier.book(wish), { code: 'COURIER_REFUSED' })
      if (t.courier.can.intercept) assert.equal(await t.courier.intercept(t.unknown), false)
      else await assert.rejects(t.courier.intercept(t.known), { code: 'COURIER_REFUSED' })
    })

    it('nobody answers: nobody knows, and it may be asked again', async () => {
      t.breakDown(true)
      await assert.rejects(t.courier.track(t.known), { code: 'COURIER_UNAVAILABLE' })
      await assert.rejects(t.courier.follow(t.known), { code: 'COURIER_UNAVAILABLE' })
      t.breakDown(false)
      assert.ok(await t.courier.track(t.known))
    })
  })
}
