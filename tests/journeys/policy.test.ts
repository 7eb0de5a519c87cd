// The Content-Security-Policy against whatever opens: menus, hints, sheets and dialogs of both apps. A library that injects a style or
// a script when something opens is refused by the browser, and only its console says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { DESKTOP, enterHouse, leaveHouse, newContext, PHONE, type House } from '#tests/support/journey'
import { until } from '#tests/support/until'

let house: House
before(async () => {
  house = await enterHouse()
})
after(leaveHouse)

/** A page that keeps every error of its own; what the network did not give is not its own. */
async function aPage(context: BrowserContext): Promise<{ page: Page; wrong: string[] }> {
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().includes('Failed to load resource')) wrong.push(m.text())
  })
  return { page, wrong }
}

const OPENED = '[role="menu"], [role="dialog"]'
const isOpen = async (page: Page) => (await page.locator(OPENED).count()) > 0
const closed = (page: Page) => until('it is closed', async () => !(await isOpen(page)))

/** Presses every button that says that it opens something, one after the other; answers how many did. */
async function openAll(page: Page): Promise<number> {
  const openers = page.locator('button[aria-haspopup]:visible:not([disabled])')
  const count = await openers.count()
  for (let i = 0; i < count; i += 1) {
    await openers.nth(i).click()
    await until(`opener ${i} opens on ${page.url()}`, () => isOpen(page))
    await page.keyboard.press('Escape')
    await closed(page)
  }
  return count
}

async function become(page: Page, role: string): Promise<Record<string, string>> {
  const personas = await page.request.get(`${house.url}/api/v1/demo/personas`)
  const { items } = (await personas.json()) as { items: { key: string; role: string }[] }
  const entered = await page.request.post(`${house.url}/api/v1/demo/session`, {
    data: { key: items.find((p) => p.role === role)!.key },
    headers: { origin: house.url },
  })
  assert.ok(entered.ok(), await entered.text())
  const session = await page.request.get(`${house.url}/api/v1/session`)
  const { memberships } = (await session.json()) as { memberships: { orgId: string; orgKind: string }[] }
  return Object.fromEntries(memberships.map((m) => [m.orgKind, m.orgId]))
}

test('the known-bad twin: a style that is injected is told', async () => {
  const context = await newContext(house.browser)
  const { page, wrong } = await aPage(context)
  await page.goto(house.url)
  await page.evaluate(() => {
    const style = document.createElement('style')
    style.textContent = 'body { overflow: hidden }'
    document.head.append(style)
  })
  await until('the browser refuses it', () => wrong.some((w) => w.includes('Content Security Policy')), 5_000)
  await context.close()
})

for (const viewport of [PHONE, DESKTOP])
  test(`shopper, ${viewport.width} px: every sheet opens and closes without an error`, async () => {
    const context = await newContext(house.browser, { viewport, still: true })
    const { page, wrong } = await aPage(context)
    await page.goto(house.url)
    await page.locator('article.slide:not([inert])').waitFor()
    const feed = await page.request.get(`${house.url}/api/v1/feed`)
    const { items } = (await feed.json()) as {
      items: { content: { contentId: string }; product: { productId: string } | null }[]
    }
    const { content } = items[0]!
    const product = items.find((i) => i.product)!.product!
    for (const search of [
      `sheet=product&product=${product.productId}`,
      `sheet=comments&content=${content.contentId}`,
      'sheet=enter',
    ]) {
      await page.goto(`${house.url}/?${search}`)
      await until(search, () => isOpen(page))
      await page.keyboard.press('Escape')
      await closed(page)
    }
    await openAll(page)
    assert.deepEqual(wrong, [])
    await context.close()
  })

const DESKS = [
  { role: 'merchant', pages: ['/shop/$shop', '/shop/$shop/products', '/creator/$creator/rooms'] },
  { role: 'creator', pages: ['/creator/$creator', '/creator/$creator/contents'] },
  { role: 'operator', pages: ['/platform', '/platform/rooms'] },
]

for (const { role, pages } of DESKS)
  test(`desk of a ${role}: every menu, hint and dialog opens and closes without an error`, async () => {
    const context = await newContext(house.browser, { viewport: DESKTOP, still: true })
    const { page, wrong } = await aPage(context)
    const ids = await become(page, role)
    let opened = 0
    for (const path of pages) {
      const at = path.replaceAll(/\$(\w+)/g, (_, kind: string) => ids[kind] ?? '')
      await page.goto(`${house.url}/desk${at}`)
      await page.locator('main h1').first().waitFor()
      opened += await openAll(page)
    }
    assert.ok(opened >= pages.length, `the person’s menu at least: ${opened}`)
    // From a menu into a sheet: it has the focus, and gives it back.
    await page.locator('.person button[aria-haspopup]').click()
    await page.getByRole('menuitem', { name: '演示身份' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.waitFor()
    await until('the focus is in the sheet', () =>
      sheet.evaluate((element) => element.contains(document.activeElement)),
    )
    await page.keyboard.press('Escape')
    await closed(page)
    assert.deepEqual(wrong, [])
    await context.close()
  })

test('the desk of a room: a row’s menu, and the dialogs it opens', async () => {
  const context = await newContext(house.browser, { viewport: DESKTOP, still: true })
  const { page, wrong } = await aPage(context)
  const { creator } = await become(page, 'merchant')
  const answer = await page.request.get(`${house.url}/api/v1/creators/${creator}/rooms`)
  const { items } = (await answer.json()) as { items: { roomId: string; state: string }[] }
  const room = items.find((r) => r.state === 'live') ?? items.find((r) => r.state === 'preview')
  assert.ok(room, 'the demo world has a room that can be run')
  await page.goto(`${house.url}/desk/creator/${creator}/rooms/${room.roomId}`)
  const row = page.locator('button[aria-haspopup="menu"].icon-button').first()
  await row.waitFor()
  await row.click()
  const entries = await page.getByRole('menuitem').count()
  await page.keyboard.press('Escape')
  await closed(page)
  let dialogs = 0
  for (let i = 0; i < entries; i += 1) {
    await row.click()
    const entry = page.getByRole('menuitem').nth(i)
    if (await entry.isEnabled()) {
      await entry.click()
      if (await page.getByRole('dialog').waitFor({ timeout: 1_000 }).then(() => true, () => false)) dialogs += 1 // prettier-ignore
    }
    await page.keyboard.press('Escape')
    await closed(page)
  }
  assert.ok(dialogs > 0, 'a menu opened no dialog')
  assert.deepEqual(wrong, [])
  await context.close()
})
