// A return that is disputed, in a real browser, in both languages: she asks, the shop refuses, both show what they have, the platform rules,
// and the money comes back; each sees the same case with the same clock.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { DESKTOP, enterHouse, leaveHouse, PHONE, Strip, type House } from '#tests/support/journey'
import {
  LANGS,
  orgOf,
  payAtTill,
  person,
  somethingOnTheShelf,
  toTill,
  type Person,
} from '#tests/support/journey-people'
import { until } from '#tests/support/until'

let house: House
const people: Person[] = []
before(async () => {
  house = await enterHouse()
})
after(async () => {
  for (const p of people) await p.leave()
  await leaveHouse()
})

const SAYS = {
  zh: {
    apply: '申请售后',
    refundOnly: '仅退款',
    reason: 'not-as-described',
    send: '提交申请',
    refuse: '拒绝',
    words: '说明',
    toPlatform: '申请平台介入',
    evidence: '提交凭证',
    ruling: '裁决',
    why: '裁决理由',
    rule: '作出裁决',
    arrived: '已退回你付款的账户',
    buyerSays: '颜色和图片不一样',
    shopSays: '实物与图片一致',
    ruled: '颜色差异明显，退一半',
  },
  en: {
    apply: 'Return, refund or repair',
    refundOnly: 'Refund only',
    reason: 'not-as-described',
    send: 'Send',
    refuse: 'Refuse',
    words: 'Explanation',
    toPlatform: 'Ask the platform to decide',
    evidence: 'Give evidence',
    ruling: 'Ruling',
    why: 'Reasons',
    rule: 'Give the ruling',
    arrived: 'Back in the account you paid from',
    buyerSays: 'The colour is not that of the picture',
    shopSays: 'It is as on the picture',
    ruled: 'The difference is plain: half comes back',
  },
} as const

type Case = { afterSaleId: string; state: string; refund: { state: string; amountMinor: string } | null }
type Order = { orderId: string; shopId: string; totalMinor: string; actions: string[] }

/** Something of the demo's shop, bought, sent and in her hands. */
async function bought(shopper: Person, desk: Person, shopId: string): Promise<string> {
  const orderId = await toTill(house, shopper, await somethingOnTheShelf(desk, shopId))
  await payAtTill(shopper, orderId)
  await desk.call('POST', `/api/v1/shops/${shopId}/orders/${orderId}/packages`, {
    carrier: '顺丰速运',
    trackingNo: `SF${Date.now()}`,
  })
  await shopper.call('POST', `/api/v1/orders/${orderId}/receipt`, {})
  return orderId
}

for (const lang of LANGS)
  test(`a return with dispute, ${lang}`, async () => {
    const say = SAYS[lang]
    const strip = new Strip(`return-with-dispute-${lang}`)
    const her = await person(house, 'shopper', lang, PHONE)
    const merchant = await person(house, 'merchant', lang, DESKTOP)
    const reviewer = await person(house, 'reviewer', lang, DESKTOP)
    people.push(her, merchant, reviewer)
    const [shopper, desk, judge] = [her.page, merchant.page, reviewer.page]
    const shopId = await orgOf(merchant, 'shop')
    const orderId = await bought(her, merchant, shopId)
    const order = await her.call<Order>('GET', `/api/v1/orders/${orderId}`)

    // She asks, with a picture.
    await shopper.goto(`${house.url}/orders/${orderId}`)
    await shopper.getByRole('link', { name: say.apply }).click()
    await shopper.getByText(say.refundOnly, { exact: true }).click()
    await shopper.getByRole('combobox').selectOption(say.reason)
    await shopper.locator('textarea').fill(say.buyerSays)
    await shopper.locator('input[type=file]').setInputFiles({
      name: 'colour.png',
      mimeType: 'image/png',
      buffer: await sharp({ create: { width: 600, height: 600, channels: 3, background: '#7a5' } })
        .png()
        .toBuffer(),
    })
    await shopper.locator('.case-pictures img').waitFor()
    await strip.take(shopper, 'she-asks')
    await shopper.getByRole('button', { name: say.send, exact: true }).click()
    await shopper.waitForURL(/\/after-sales\/afs_/)
    const afterSaleId = new URL(shopper.url()).pathname.split('/').at(-1)!
    const state = async () => (await her.call<Case>('GET', `/api/v1/after-sales/${afterSaleId}`)).state
    await strip.take(shopper, 'her-case')

    // The shop refuses.
    await desk.goto(`${house.url}/desk/shop/${shopId}/after-sales?case=${afterSaleId}`)
    const sheet = desk.getByRole('dialog')
    await sheet.getByRole('button', { name: say.refuse, exact: true }).click()
    const asking = desk.getByRole('dialog').last()
    await asking.getByLabel(say.words).fill(say.shopSays)
    await strip.take(desk, 'the-shop-refuses')
    await asking.getByRole('button', { name: say.refuse, exact: true }).click()
    await until('the shop refused', async () => (await state()) === 'refused')

    // She goes to the platform; both show what they have.
    await shopper.getByRole('button', { name: say.toPlatform }).click()
    await shopper.getByRole('dialog').locator('textarea').fill(say.buyerSays)
    await shopper.getByRole('dialog').getByRole('button', { name: say.toPlatform }).click()
    await shopper.getByRole('button', { name: say.evidence }).click()
    await shopper.getByRole('dialog').locator('textarea').fill(say.buyerSays)
    await shopper.getByRole('dialog').getByRole('button', { name: say.evidence }).click()
    await shopper.getByRole('dialog').waitFor({ state: 'detached' })
    await desk.reload()
    await sheet.getByRole('button', { name: say.evidence }).click()
    await desk.getByRole('dialog').last().getByLabel(say.words).fill(say.shopSays)
    await desk.getByRole('dialog').last().getByRole('button', { name: say.evidence }).click()
    await until('both were heard', async () => (await state()) === 'judging')

    // The platform rules: half comes back, the platform bears half of that.
    await judge.goto(`${house.url}/desk/platform/arbitrations?case=${afterSaleId}`)
    await judge.getByRole('combobox', { name: say.ruling }).selectOption('rule-shared')
    const half = BigInt(order.totalMinor) / 2n
    const yuan = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
    const amounts = judge.locator('.ruling-fields input')
    await amounts.nth(0).fill(yuan(half))
    await amounts.nth(1).fill(yuan(half / 2n))
    await judge.getByLabel(say.why).fill(say.ruled)
    await strip.take(judge, 'the-platform-rules')
    await judge.getByRole('button', { name: say.rule }).click()
    await judge.getByRole('dialog').getByRole('button', { name: say.rule }).click()
    await judge.getByRole('dialog').waitFor({ state: 'detached' })

    // What she is told is what the ledger did.
    await shopper.getByText(say.arrived).waitFor()
    await strip.take(shopper, 'the-money-is-back')
    const done = await her.call<Case>('GET', `/api/v1/after-sales/${afterSaleId}`)
    assert.deepEqual([done.state, done.refund?.amountMinor], ['done', half.toString()])
    await desk.goto(`${house.url}/desk/shop/${shopId}/money?order=${orderId}`)
    const explained = await merchant.call<{
      parties: { role: string; netMinor: string }[]
      paidMinor: string
    }>('GET', `/api/v1/shops/${shopId}/finance/orders/${orderId}`)
    await strip.take(desk, 'the-order-in-the-books')
    console.log(
      `· paid ${order.totalMinor}, back ${half}; ${explained.parties.map((p) => `${p.role} ${p.netMinor}`).join(', ')}`,
    )
    console.log(`· strip: ${await strip.save()}`)
  })
