// Identity through its door, on a real database.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { DAY_MS, MINUTE_MS } from '#kernel/clock'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Actor } from '#platform/context'
import { tables } from '#platform/database'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { aCtx, aPerson, FIXTURE_PASSWORD } from './fixtures.ts'
import { createIdentity, type Identity } from './index.ts'

let t: TestDatabase
let deps: ReturnType<typeof testDeps>
let identity: Identity
before(async () => {
  t = await testDatabase()
  deps = testDeps(t.db)
  identity = createIdentity(deps)
})
after(() => t.drop())

const refuses = (code: ErrorCode) => (error: unknown) => error instanceof AppError && error.code === code
const asPerson = (actor: Actor) => {
  assert.equal(actor.kind, 'person')
  return actor as Extract<Actor, { kind: 'person' }>
}
const events = async (subject: string) =>
  (
    await t.db.read((tx) =>
      sql<{
        name: string
        payload: unknown
      }>`select name, payload from platform.outbox where subject = ${subject} order by id`.execute(
        tables<unknown>(tx),
      ),
    )
  ).rows

let n = 0
/** A fresh e-mail and a fresh address block, so that throttles of one test do not reach another. */
const fresh = () => ({ email: `person${(n += 1)}@example.com`, ip: `198.51.100.${n}` })
const PASSWORD = 'violet-kettle-river'

async function guestCtx() {
  const ctx = aCtx()
  const { token } = await identity.startGuest({}, ctx)
  return { ctx: aCtx(await identity.authenticate(token)), token: token! }
}

test('a guest that signs up keeps its id, and its old token stops working', async () => {
  const { ctx, token } = await guestCtx()
  const guest = asPerson(ctx.actor)
  assert.equal(guest.guest, true)
  const { email } = fresh()
  const started = await identity.signUp({ email, password: PASSWORD, nickname: 'Zoe' }, ctx)
  assert.equal(started.account?.id, guest.accountId)
  assert.deepEqual(
    [started.account?.guest, started.account?.email, started.account?.nickname],
    [false, email, 'Zoe'],
  )
  assert.deepEqual(ctx.cookies, [started.token])
  assert.deepEqual(await identity.authenticate(token), { kind: 'anonymous', reason: 'SESSION_REVOKED' })
  assert.equal(asPerson(await identity.authenticate(started.token)).accountId, guest.accountId)
  assert.deepEqual(
    (await events(guest.accountId)).map((e) => e.name),
    ['account.created'],
  )
})

test('signing up without a session makes an account; a taken e-mail is refused, upper case or not', async () => {
  const { email } = fresh()
  const { account } = await identity.signUp({ email, password: PASSWORD }, aCtx())
  assert.deepEqual(await events(account!.id), [
    { name: 'account.created', payload: { accountId: account!.id, guest: false } },
  ])
  await assert.rejects(identity.signUp({ email, password: PASSWORD }, aCtx()), refuses('EMAIL_TAKEN'))
  const { ctx } = await guestCtx()
  await assert.rejects(identity.signUp({ email, password: PASSWORD }, ctx), refuses('EMAIL_TAKEN'))
  assert.equal((await identity.getSession(ctx)).account?.guest, true, 'the refused guest is still a guest')
})

test('two tabs of one guest sign up at once: one account, one refusal', async () => {
  const { ctx } = await guestCtx()
  const results = await Promise.allSettled(
    [1, 2].map(() => identity.signUp({ email: fresh().email, password: PASSWORD }, ctx)),
  )
  assert.deepEqual(results.map((r) => r.status).sort(), ['fulfilled', 'rejected'])
  assert.ok(refuses('STATE_CONFLICT')(results.find((r) => r.status === 'rejected')!.reason))
})

test('a weak password says which rule it breaks', async () => {
  await assert.rejects(
    identity.signUp({ email: fresh().email, password: '12345678' }, aCtx()),
    (error: AppError) => {
      assert.deepEqual(
        [error.code, error.data.rule, error.errors[0]?.pointer],
        ['PASSWORD_WEAK', 'common', '/password'],
      )
      return true
    },
  )
})

test('a guest who has an account already logs in: a new session, and the guest is made known as hers', async () => {
  const { email, ip } = fresh()
  const { account } = await identity.signUp({ email, password: PASSWORD }, aCtx())
  const { ctx } = await guestCtx()
  const guestId = asPerson(ctx.actor).accountId
  const started = await identity.logIn({ email, password: PASSWORD }, { ...ctx, ip })
  assert.equal(started.account?.id, account?.id)
  assert.deepEqual((await events(guestId)).at(-1), {
    name: 'guest.recognised',
    payload: { guestId, accountId: account?.id },
  })
})

test('an unknown e-mail and a wrong password give one and the same answer', async () => {
  const { email, ip } = fresh()
  await identity.signUp({ email, password: PASSWORD }, aCtx())
  const answer = (e: string) =>
    identity.logIn({ email: e, password: 'not the password' }, aCtx(undefined, { ip })).then(
      () => null,
      (error: AppError) => error,
    )
  const [wrong, unknown] = [await answer(email), await answer('nobody@example.com')]
  assert.equal(wrong?.code, 'INVALID_CREDENTIALS')
  assert.deepEqual([unknown?.code, unknown?.data, unknown?.errors], [wrong?.code, wrong?.data, wrong?.errors])
})

test('after five failures the sixth attempt waits, even with the right password, until the window has passed', async () => {
  const { email } = fresh()
  await identity.signUp({ email, password: PASSWORD }, aCtx())
  const tryFrom = (password: string, ip: string) =>
    identity.logIn({ email, password }, aCtx(undefined, { ip }))
  for (let i = 0; i < 5; i++)
    await assert.rejects(tryFrom('wrong password', fresh().ip), refuses('INVALID_CREDENTIALS'))
  await assert.rejects(tryFrom(PASSWORD, fresh().ip), (error: AppError) => {
    assert.deepEqual([error.code, error.data.retryAfterSeconds], ['LOGIN_THROTTLED', 15 * 60])
    return true
  })
  deps.clock.advance(15 * MINUTE_MS)
  assert.ok((await tryFrom(PASSWORD, fresh().ip)).token)
})

test('five failures from one address stop that address, for any account', async () => {
  const { ip } = fresh()
  const tryAs = (email: string) =>
    identity.logIn({ email, password: 'wrong password' }, aCtx(undefined, { ip }))
  for (let i = 0; i < 5; i++) await assert.rejects(tryAs(fresh().email), refuses('INVALID_CREDENTIALS'))
  await assert.rejects(tryAs(fresh().email), refuses('LOGIN_THROTTLED'))
})

test('twenty guesses at once are five guesses', async () => {
  const { email, ip } = fresh()
  const guesses = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      identity.logIn({ email, password: 'wrong password' }, aCtx(undefined, { ip })),
    ),
  )
  const codes = guesses.map((g) => (g.status === 'rejected' ? (g.reason as AppError).code : 'in'))
  assert.equal(codes.filter((c) => c === 'INVALID_CREDENTIALS').length, 5)
  assert.equal(codes.filter((c) => c === 'LOGIN_THROTTLED').length, 15)
})

test('a success clears the account’s failures, not the address’s', async () => {
  const { email, ip } = fresh()
  await identity.signUp({ email, password: PASSWORD }, aCtx())
  const tryWith = (password: string) => identity.logIn({ email, password }, aCtx(undefined, { ip }))
  for (let i = 0; i < 4; i++) await assert.rejects(tryWith('wrong password'), refuses('INVALID_CREDENTIALS'))
  await tryWith(PASSWORD)
  await assert.rejects(tryWith('wrong password'), refuses('INVALID_CREDENTIALS'))
  await assert.rejects(tryWith(PASSWORD), refuses('LOGIN_THROTTLED'))
})

test('a token expires after 30 days', async () => {
  const { token } = await guestCtx()
  deps.clock.advance(30 * DAY_MS - 1)
  asPerson(await identity.authenticate(token))
  deps.clock.advance(1)
  assert.deepEqual(await identity.authenticate(token), { kind: 'anonymous', reason: 'TOKEN_EXPIRED' })
})

test('garbage and a well-formed stranger are invalid; no token at all is just anonymous', async () => {
  for (const token of [
    '',
    'x',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9.',
    'A'.repeat(43),
    'A'.repeat(10_000),
  ]) {
    assert.deepEqual(
      await identity.authenticate(token),
      { kind: 'anonymous', reason: 'TOKEN_INVALID' },
      token.slice(0, 50),
    )
  }
  assert.deepEqual(await identity.authenticate(null), { kind: 'anonymous' })
})

test('the database holds no token', async () => {
  const { token } = await guestCtx()
  const { rows } = await t.db.read((tx) =>
    sql<{ text: string }>`select string_agg(s::text, '') as text from identity.session s`.execute(
      tables<unknown>(tx),
    ),
  )
  assert.equal(rows[0]!.text.includes(token), false)
  assert.equal(rows[0]!.text.includes(Buffer.from(token, 'base64url').toString('hex')), false)
})

test('logging out everywhere ends every session at once, cached ones too', async () => {
  const { email } = fresh()
  const person = await aPerson(t.db, identity, email)
  const second = await t.db.transaction((tx) => identity.openSession(tx, person.accountId))
  for (const token of [person.token, second.token]) asPerson(await identity.authenticate(token))
  await identity.logOutEverywhere(aCtx(await identity.authenticate(person.token)))
  for (const token of [person.token, second.token]) {
    assert.deepEqual(await identity.authenticate(token), { kind: 'anonymous', reason: 'SESSION_REVOKED' })
  }
})

test('another process hears of a revocation by NOTIFY', async () => {
  const other = createIdentity(deps)
  const stop = await other.watchSessions()
  const { ctx, token } = await guestCtx()
  asPerson(await other.authenticate(token))
  await identity.logOut(ctx)
  // The clock stands still, so only the notification can have removed it; it comes when PostgreSQL gets round to it.
  for (let i = 0; i < 1_000 && (await other.authenticate(token)).kind === 'person'; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.deepEqual(await other.authenticate(token), { kind: 'anonymous', reason: 'SESSION_REVOKED' })
  await stop()
})

test('a known token costs no query until the few seconds are over', async () => {
  let queries = 0
  const counting = createIdentity({ ...deps, db: { ...t.db, read: (fn) => ((queries += 1), t.db.read(fn)) } })
  const { token } = await guestCtx()
  for (let i = 0; i < 10; i++) asPerson(await counting.authenticate(token))
  assert.equal(queries, 1)
  deps.clock.advance(3_000)
  asPerson(await counting.authenticate(token))
  assert.equal(queries, 2)
})

test('a new password ends the other sessions and keeps this one', async () => {
  const { email, ip } = fresh()
  const person = await aPerson(t.db, identity, email)
  const other = await t.db.transaction((tx) => identity.openSession(tx, person.accountId))
  asPerson(await identity.authenticate(other.token))
  const ctx = aCtx(await identity.authenticate(person.token), { ip })
  await assert.rejects(
    identity.changePassword({ currentPassword: 'wrong', newPassword: PASSWORD }, ctx),
    refuses('INVALID_CREDENTIALS'),
  )
  await assert.rejects(
    identity.changePassword({ currentPassword: FIXTURE_PASSWORD, newPassword: 'aaaaaaaa' }, ctx),
    refuses('PASSWORD_WEAK'),
  )
  await identity.changePassword({ currentPassword: FIXTURE_PASSWORD, newPassword: PASSWORD }, ctx)
  assert.deepEqual(await identity.authenticate(other.token), { kind: 'anonymous', reason: 'SESSION_REVOKED' })
  asPerson(await identity.authenticate(person.token))
  await assert.rejects(
    identity.logIn({ email, password: FIXTURE_PASSWORD }, ctx),
    refuses('INVALID_CREDENTIALS'),
  )
  assert.ok((await identity.logIn({ email, password: PASSWORD }, ctx)).token)
})

test('a suspended account is nobody at once, and learns so only with the right password', async () => {
  const { email, ip } = fresh()
  const person = await aPerson(t.db, identity, email)
  asPerson(await identity.authenticate(person.token))
  await t.db.transaction((tx) => identity.suspendAccount(tx, person.accountId, true))
  assert.deepEqual(await identity.authenticate(person.token), {
    kind: 'anonymous',
    reason: 'ACCOUNT_SUSPENDED',
  })
  const ctx = aCtx(undefined, { ip })
  await assert.rejects(
    identity.logIn({ email, password: 'wrong password' }, ctx),
    refuses('INVALID_CREDENTIALS'),
  )
  await assert.rejects(
    identity.logIn({ email, password: FIXTURE_PASSWORD }, ctx),
    refuses('ACCOUNT_SUSPENDED'),
  )
})

test('the session names memberships with their scopes; a dead cookie is taken away and the reason given', async () => {
  const person = await aPerson(t.db, identity, fresh().email)
  const name = { zh: '壶中天', en: 'Kettle House' }
  const shopId = await t.db.transaction((tx) =>
    identity.createOrganisation(tx, { kind: 'shop', name, ownerAccountId: person.accountId }),
  )
  assert.match(shopId, /^shp_/)
  const view = await identity.getSession(aCtx(await identity.authenticate(person.token)))
  assert.equal(view.memberships.length, 1)
  assert.deepEqual(
    { ...view.memberships[0], scopes: [] },
    { orgId: shopId, orgKind: 'shop', name, role: 'owner', scopes: [], suspended: false },
  )
  assert.ok(view.memberships[0]!.scopes.includes('member.write'))
  assert.equal(view.now, deps.clock.now().toISOString())

  const dead = aCtx({ kind: 'anonymous', reason: 'TOKEN_EXPIRED' })
  assert.deepEqual([(await identity.getSession(dead)).ended, dead.cookies], ['TOKEN_EXPIRED', [null]])
})

test('the id of an organisation says its kind', async () => {
  const { accountId } = await aPerson(t.db, identity, fresh().email)
  const make = (kind: 'creator' | 'agency' | 'platform') =>
    t.db.transaction((tx) =>
      identity.createOrganisation(tx, { kind, name: { zh: '甲', en: 'A' }, ownerAccountId: accountId }),
    )
  const [creatorId, agencyId, platformId] = [
    await make('creator'),
    await make('agency'),
    await make('platform'),
  ]
  assert.deepEqual(
    [creatorId, agencyId, platformId].map((id) => id.slice(0, 4)),
    ['crt_', 'org_', 'org_'],
  )
  const names = await t.db.read((tx) => identity.organisationNames(tx, [creatorId, agencyId, 'org_missing']))
  assert.deepEqual([...names.keys()].sort(), [agencyId, creatorId].sort())
  await assert.rejects(make('platform'), /organisation_platform/, 'there is one platform')
})

test('members: added by e-mail, shown masked, changed, removed; effective at once; the last owner stays', async () => {
  const owner = await aPerson(t.db, identity, fresh().email)
  const clerk = await aPerson(t.db, identity, fresh().email)
  const shopId = await t.db.transaction((tx) =>
    identity.createOrganisation(tx, {
      kind: 'shop',
      name: { zh: '甲', en: 'A' },
      ownerAccountId: owner.accountId,
    }),
  )
  assert.deepEqual(asPerson(await identity.authenticate(clerk.token)).memberships, [])

  const inCharge = aCtx(await identity.authenticate(owner.token))
  const added = await identity.addMember(shopId, { email: clerk.email!, role: 'warehouse' }, inCharge)
  assert.deepEqual([added.role, added.email], ['warehouse', 'p***@example.com'])
  assert.deepEqual(
    asPerson(await identity.authenticate(clerk.token)).memberships.map((m) => m.role),
    ['warehouse'],
  )
  await assert.rejects(
    identity.addMember(shopId, { email: 'nobody@example.com', role: 'support' }, inCharge),
    refuses('MEMBER_UNKNOWN'),
  )

  await assert.rejects(identity.removeMember(shopId, owner.accountId), refuses('LAST_OWNER'))
  await assert.rejects(
    identity.addMember(shopId, { email: owner.email!, role: 'support' }, inCharge),
    refuses('LAST_OWNER'),
  )
  await identity.addMember(shopId, { email: clerk.email!, role: 'owner' }, inCharge)
  const leaving = await Promise.allSettled(
    [owner, clerk].map((p) => identity.removeMember(shopId, p.accountId)),
  )
  assert.deepEqual(
    leaving.map((r) => r.status).sort(),
    ['fulfilled', 'rejected'],
    'two owners leaving at once: one remains',
  )

  const { items } = await identity.listMembers(shopId)
  assert.equal(items.length, 1)
  const left = items[0]!.accountId === owner.accountId ? clerk : owner
  assert.deepEqual(asPerson(await identity.authenticate(left.token)).memberships, [])
  await assert.rejects(identity.removeMember(shopId, left.accountId), refuses('NOT_FOUND'))
})

test('a creator’s team: a moderator is added, made an editor, and gone; a role of a shop is none of a creator', async () => {
  const [owner, helper] = [
    await aPerson(t.db, identity, fresh().email),
    await aPerson(t.db, identity, fresh().email),
  ]
  const creatorId = await t.db.transaction((tx) =>
    identity.createOrganisation(tx, {
      kind: 'creator',
      name: { zh: '甲', en: 'A' },
      ownerAccountId: owner.accountId,
    }),
  )
  const inCharge = aCtx(await identity.authenticate(owner.token))
  const add = (role: string) => identity.addMember(creatorId, { email: helper.email!, role }, inCharge)
  const roles = async () => asPerson(await identity.authenticate(helper.token)).memberships.map((m) => m.role)
  for (const role of ['moderator', 'editor']) {
    await add(role)
    assert.deepEqual(await roles(), [role])
  }
  await assert.rejects(add('warehouse'), refuses('ENUM'))
  await identity.removeMember(creatorId, helper.accountId)
  assert.deepEqual(await roles(), [])
})

test('a suspended organisation is marked in every member’s session at once', async () => {
  const owner = await aPerson(t.db, identity, fresh().email)
  const shopId = await t.db.transaction((tx) =>
    identity.createOrganisation(tx, {
      kind: 'shop',
      name: { zh: '甲', en: 'A' },
      ownerAccountId: owner.accountId,
    }),
  )
  deps.clock.advance(5_000)
  assert.equal(asPerson(await identity.authenticate(owner.token)).memberships[0]!.suspended, false)
  await t.db.transaction((tx) => identity.suspendOrganisation(tx, shopId, true))
  assert.equal(asPerson(await identity.authenticate(owner.token)).memberships[0]!.suspended, true)
})

const home = {
  name: '张三',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
  isDefault: false,
}

test('addresses: the first is the default, exactly one always is, another’s is not there', async () => {
  const person = await aPerson(t.db, identity, fresh().email)
  const ctx = aCtx(await identity.authenticate(person.token))
  const [a, b, c] = [
    await identity.addAddress(home, ctx),
    await identity.addAddress(home, ctx),
    await identity.addAddress({ ...home, isDefault: true }, ctx),
  ]
  const defaults = async () =>
    (await identity.listAddresses(ctx)).items.filter((i) => i.isDefault).map((i) => i.id)
  assert.deepEqual([a.isDefault, b.isDefault, await defaults()], [true, false, [c.id]])
  await identity.replaceAddress({ ...home, addressId: b.id, detail: '文三路 2 号', isDefault: true }, ctx)
  await identity.replaceAddress({ ...home, addressId: b.id, detail: '文三路 3 号' }, ctx)
  assert.deepEqual(await defaults(), [b.id], 'the default does not vanish by an edit')
  await identity.removeAddress(b.id, ctx)
  assert.deepEqual(await defaults(), [c.id])

  const stranger = aCtx(await identity.authenticate((await aPerson(t.db, identity, fresh().email)).token))
  for (const id of [a.id, 'adr_missing' as typeof a.id]) {
    await assert.rejects(identity.removeAddress(id, stranger), refuses('NOT_FOUND'))
    await assert.rejects(identity.replaceAddress({ ...home, addressId: id }, stranger), refuses('NOT_FOUND'))
    await assert.rejects(
      t.db.read((tx) => identity.addressOf(tx, asPerson(stranger.actor).accountId, id)),
      refuses('NOT_FOUND'),
    )
  }
  assert.equal((await t.db.read((tx) => identity.addressOf(tx, person.accountId, a.id))).detail, home.detail)
})

test('twenty addresses at most, also when they arrive together', async () => {
  const person = await aPerson(t.db, identity, fresh().email)
  const ctx = aCtx(await identity.authenticate(person.token))
  const added = await Promise.allSettled(Array.from({ length: 24 }, () => identity.addAddress(home, ctx)))
  assert.equal(added.filter((r) => r.status === 'fulfilled').length, 20)
  for (const r of added) if (r.status === 'rejected') assert.ok(refuses('ADDRESS_LIMIT')(r.reason))
})

test('personas: listed with what they show, stepped into by key', async () => {
  const person = await aPerson(t.db, identity, fresh().email)
  const label = { zh: '壶中天店主', en: 'Owner of Kettle House' }
  await t.db.transaction((tx) =>
    identity.markPersona(tx, person.accountId, { key: 'merchant', role: 'merchant', label }),
  )
  const [listed] = (await identity.listPersonas()).items
  assert.deepEqual([listed!.key, listed!.label, listed!.email], ['merchant', label, person.email])
  assert.ok(listed!.shows.zh && listed!.shows.en)
  const ctx = aCtx()
  const started = await identity.becomePersona({ key: 'merchant' }, ctx)
  assert.deepEqual([started.account?.id, ctx.cookies], [person.accountId, [started.token]])
  await assert.rejects(identity.becomePersona({ key: 'nobody' }, aCtx()), refuses('NOT_FOUND'))
})

test('nickname and language can be changed', async () => {
  const { ctx } = await guestCtx()
  const me = await identity.updateMe({ nickname: 'Lin', locale: 'en' }, ctx)
  assert.deepEqual([me.nickname, me.locale, me.guest], ['Lin', 'en', true])
  assert.deepEqual(await identity.updateMe({}, ctx), me)
})

test('old sessions and attempts are forgotten', async () => {
  const { token } = await guestCtx()
  deps.clock.advance(60 * DAY_MS + 1)
  for (const job of identity.jobs) await job.run()
  assert.deepEqual(await identity.authenticate(token), { kind: 'anonymous', reason: 'TOKEN_INVALID' })
  const { rows } = await t.db.read((tx) =>
    sql`select 1 from identity.login_attempt`.execute(tables<unknown>(tx)),
  )
  assert.equal(rows.length, 0)
})
