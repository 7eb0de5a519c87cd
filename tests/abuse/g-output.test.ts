// Abuse list, section G: what people write comes out as text, wherever it goes.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { glob, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'

let house: House
let a: Tenant
before(async () => {
  house = await openHouse()
  a = await aTenant(house, await thePlatform(house), 'A')
})
after(() => house.close())

const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<math><style><img onerror=alert(1)>',
  'javascript:alert(1)',
  '</script><script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
]

test('G80 markup in a product’s words is kept as the text it is, and never answered as HTML', async () => {
  for (const text of PAYLOADS) {
    const product = await house.must(
      'shop.createProduct',
      {
        shopId: a.shopId,
        title: { zh: text, en: text },
        description: { zh: text, en: text },
        categoryId: 'kitchen',
        skus: [],
      },
      a.shopStaff.owner!.token,
    )
    const reply = await house.call(
      'shop.getMerchantProduct',
      { shopId: a.shopId, productId: product.productId },
      { token: a.shopStaff.owner!.token },
    )
    assert.equal(reply.body.description.en, text)
    assert.equal(reply.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(reply.headers['x-content-type-options'], 'nosniff')
  }
})

test('G80 a picture’s address is of this platform: no script, no data, no other site', async () => {
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://evil.example/x.png',
    '//evil.example/x.png',
    '/media/../api/v1/session',
    '/media/x.png"onerror="alert(1)',
  ]) {
    const reply = await house.call(
      'shop.createProduct',
      {
        shopId: a.shopId,
        title: { zh: '壶', en: 'Kettle' },
        categoryId: 'kitchen',
        images: [url],
        skus: [],
      },
      { token: a.shopStaff.owner!.token },
    )
    assert.deepEqual([reply.status, reply.body.code], [422, 'INPUT_INVALID'], url)
  }
})

test('G81 a script in a comment or a nickname is shown as text', async () => {
  for (const text of PAYLOADS) {
    const comment = await house.must(
      'content.comment',
      { contentId: a.content.contentId, text },
      a.buyer.token,
    )
    const { items } = await house.must('content.listComments', { contentId: a.content.contentId, limit: 100 })
    assert.equal(items.find((c: { commentId: string }) => c.commentId === comment.commentId).text, text)
  }
  const me = await house.must('identity.updateMe', { nickname: '<b onclick=a()>Z' }, a.buyer.token)
  assert.equal(me.nickname, '<b onclick=a()>Z')
})

test('G81 a page may run no script but its own', async () => {
  const reply = await house.send({ method: 'GET', url: '/api/v1/session' })
  const csp = String(reply.headers['content-security-policy'])
  assert.match(csp, /script-src 'self'(;|$)/)
  assert.match(csp, /object-src 'none'/)
  assert.match(csp, /frame-ancestors 'none'/)
  assert.doesNotMatch(csp, /unsafe/)
})

test('G81 the apps make elements, never markup, and go nowhere that an address tells them to', async () => {
  const root = new URL('../../apps/', import.meta.url)
  let read = 0
  for await (const file of glob('**/*.{ts,tsx}', { cwd: root })) {
    const text = await readFile(new URL(file, root), 'utf8')
    read++
    for (const sink of [
      /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|srcdoc/i,
      /\beval\(|new Function\(|javascript:/,
      /location\.(assign|replace)\([^)]*(search|hash|params|query)|[?&](next|returnUrl|redirect)=/,
    ])
      assert.doesNotMatch(text, sink, file)
  }
  assert.ok(read > 50, `${read} files read`)
})

test('G84 a line break in an e-mail address', async () => {
  for (const email of [
    'zoe@example.com\r\nBcc: all@example.com',
    'zoe@example.com\nX: y',
    'zoe@example.com\u2028',
    '"zoe\r\n"@example.com',
  ]) {
    const reply = await house.call('identity.signUp', { email, password: 'violet-kettle-river' })
    assert.deepEqual([reply.status, reply.body.code], [422, 'TEXT_INVALID'], JSON.stringify(email))
  }
})

test('G85 a line break in what is logged does not begin a new line', () => {
  const script = `import { createLogger } from '#platform/logger'
    createLogger('info').error({ url: '/x\\n{"level":60,"msg":"forged"}' }, 'request\\nfailed')`
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  })
  assert.equal(out.trimEnd().split('\n').length, 1, out)
  assert.equal(JSON.parse(out).msg, 'request\nfailed')
})

test('G86 % and _ in a search are letters', async () => {
  const found = async (q: string) => (await house.must('shop.browse', { q })).items.length
  assert.equal(await found('Kettle'), 1)
  for (const q of ['%', '_', 'K%e', 'Kettl_', '%%%', '\\', 'Kettle\\']) assert.equal(await found(q), 0, q)
  const { items } = await house.must(
    'shop.listProducts',
    { shopId: a.shopId, q: '%' },
    a.shopStaff.owner!.token,
  )
  assert.equal(items.length, 0)
})

test('G87 an error page of a bad path carries none of it back as HTML', async () => {
  const reply = await house.send({ method: 'GET', url: '/api/v1/%3Cscript%3Ealert(1)%3C/script%3E' })
  assert.equal(reply.status, 404)
  assert.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8')
  assert.doesNotMatch(reply.text, /script/)
})
