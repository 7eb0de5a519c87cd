// Before the first day: people get accounts, shops open and fill their shelves, creators fill their showcases, agencies bind
// creators, the platform gets its staff. All of it through the doors that the desks use.
import type { Id } from '#kernel/ids'
import type { OrgKind } from '#kernel/scopes'
import type { Localized } from '#kernel/text'
import type { Tx } from '#platform/database'
import { hashPassword } from '#modules/identity'
import { PLATFORM } from '#modules/promotions'
import { openShop } from '#modules/shop/contract'
import { setFreight } from '#modules/trade/contract'
import { AGENCIES } from '../catalogue/creators.ts'
import type { MediaLibrary } from '../media-library.ts'
import type { CreatorPlan } from '../plan/contents.ts'
import type { ProductPlan, ShopPlan } from '../plan/market.ts'
import type { ShopperPlan } from '../plan/shoppers.ts'
import { person, type Platform, type Who } from '../stage/platform.ts'
import type { Author, Cast, Goods, Merchant, Shopper } from './cast.ts'
import { DEMO_PASSWORD, markPersonas, STAFF, type Named } from './personas.ts'

export type Plans = {
  shops: readonly ShopPlan[]
  products: readonly ProductPlan[]
  creators: readonly CreatorPlan[]
  /** For each creator, the products it will show. */
  showcases: readonly (readonly number[])[]
  shoppers: readonly ShopperPlan[]
}
type Say = (line: string) => void

export async function found(platform: Platform, plans: Plans, media: MediaLibrary, say: Say): Promise<Cast> {
  const accounts = await openAccounts(platform, plans)
  say('accounts opened')
  const merchants = await openShops(platform, plans, media, accounts.merchants)
  const goods: Goods[] = []
  for (const [i, merchant] of merchants.entries()) {
    goods.push(
      ...(await fillShelf(
        platform,
        merchant,
        plans.products.filter((p) => p.shop === i),
      )),
    )
    if ((i + 1) % 20 === 0 || i + 1 === merchants.length)
      say(`shops ${i + 1} / ${merchants.length}, products ${goods.length}`)
  }
  const authors = await openCreators(platform, plans, media, accounts.creators)
  const agencies = await openAgencies(platform, authors, accounts.staff.agency)
  await offerPlans(platform, goods, agencies)
  await fillShowcases(platform, authors, plans.showcases, goods)
  say(`creators ${authors.length}, with their showcases`)
  const shoppers = accounts.shoppers.map((accountId, i): Shopper => ({
    who: person(accountId),
    plan: plans.shoppers[i]!,
    addressId: null,
    wishes: [],
  }))
  const reviewer = await staffPlatform(platform, accounts.staff, merchants)
  await giveCoupons(
    platform,
    merchants,
    authors,
    ownerOf(accounts.staff.finance, 'platform', 'platform', 'finance'),
  )
  await markPersonas(platform, {
    ...accounts.staff,
    merchant: merchants[0]!.owner.accountId,
    factory: merchants[1]!.owner.accountId,
    creator: authors.find((a) => a.plan.isDemo)!.owner.accountId,
    shopperA: shoppers[0]!.who.accountId,
    shopperB: shoppers[1]!.who.accountId,
  })
  return {
    merchants,
    goods,
    authors,
    shoppers,
    reviewer,
    goodsById: new Map(goods.map((g) => [g.productId, g])),
    authorById: new Map(authors.map((a) => [a.creatorId, a])),
  }
}

/** One password for all, hashed once: these are demo people. */
async function openAccounts({ server, db }: Platform, plans: Plans) {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const open = (tx: Tx, people: readonly Named[]) =>
    server.doors.identity.createAccounts(
      tx,
      people.map(({ email, ...p }) => ({ ...p, credentials: { email, passwordHash } })),
    )
  const numbered = (kind: string, i: number) => `${kind}-${String(i + 1).padStart(4, '0')}@serendip.demo`
  return db.transaction(async (tx) => {
    const staffIds = await open(tx, Object.values(STAFF))
    const staff = Object.fromEntries(Object.keys(STAFF).map((key, i) => [key, staffIds[i]!])) as Record<
      keyof typeof STAFF,
      Id<'usr'>
    >
    return {
      staff,
      merchants: await open(
        tx,
        plans.shops.map((s, i) => ({
          nickname: s.name.zh.slice(0, 20),
          locale: 'zh',
          email: i === 0 ? 'merchant@serendip.demo' : i === 1 ? 'factory@serendip.demo' : numbered('shop', i),
        })),
      ),
      creators: await open(
        tx,
        plans.creators.map((c, i) => ({
          nickname: c.name.zh.slice(0, 20),
          locale: 'zh',
          email: c.isDemo ? 'creator@serendip.demo' : numbered('creator', i),
        })),
      ),
      shoppers: await open(
        tx,
        plans.shoppers.map((s, i) => ({
          nickname: s.nickname,
          locale: s.locale,
          email:
            i === 0 ? 'shopper@serendip.demo' : i === 1 ? 'shopper-2@serendip.demo' : numbered('shopper', i),
        })),
      ),
    }
  })
}

const ownerOf = (accountId: Id<'usr'>, orgId: string, orgKind: OrgKind, role = 'owner'): Who =>
  person(accountId, [{ orgId, orgKind, role, suspended: false }])

async function openShops(
  { call }: Platform,
  plans: Plans,
  media: MediaLibrary,
  accountIds: readonly Id<'usr'>[],
): Promise<Merchant[]> {
  const merchants: Merchant[] = []
  for (const [i, plan] of plans.shops.entries()) {
    const { name, kind, story, city, freight } = plan
    const { shopId } = await call(
      openShop,
      { name, kind, story, city, logoUrl: media.avatarOf('shop', i) },
      person(accountIds[i]!),
    )
    const owner = ownerOf(accountIds[i]!, shopId, 'shop')
    if (freight)
      await call(
        setFreight,
        { shopId, baseMinor: `${freight.baseYuan}00`, freeOverMinor: `${freight.freeOverYuan}00` },
        owner,
      )
    merchants.push({ shopId, plan, owner, isDemo: i === 0 })
  }
  return merchants
}

async function fillShelf(
  { server, db }: Platform,
  merchant: Merchant,
  plans: readonly ProductPlan[],
): Promise<Goods[]> {
  const drafts = plans.map(({ draft, emerging }) => ({ product: draft, emerging }))
  const products = await db.transaction((tx) => server.flows.products.publishAll(tx, merchant.shopId, drafts))
  return products.map((p, i) => ({
    productId: p.productId,
    plan: plans[i]!,
    archetype: plans[i]!.archetype,
    merchant,
    skus: p.skus.map((s) => ({ skuId: s.skuId, priceMinor: BigInt(s.priceMinor) })),
  }))
}

async function openCreators(
  { server, db }: Platform,
  plans: Plans,
  media: MediaLibrary,
  accountIds: readonly Id<'usr'>[],
): Promise<Author[]> {
  const { identity, content } = server.doors
  return db.transaction(async (tx) => {
    const authors: Author[] = []
    for (const [i, plan] of plans.creators.entries()) {
      const creatorId = await identity.createOrganisation(tx, {
        kind: 'creator',
        name: plan.name,
        ownerAccountId: accountIds[i]!,
      })
      await content.createCreator(tx, {
        id: creatorId,
        name: plan.name,
        bio: plan.bio,
        avatarUrl: media.avatarOf('creator', i),
        tier: plan.tier,
      })
      authors.push({ creatorId, plan, owner: ownerOf(accountIds[i]!, creatorId, 'creator') })
    }
    return authors
  })
}

/** The first agency looks after the demo's creator; every other waist and shoulder creator has one of the two. */
async function openAgencies(
  { server, db }: Platform,
  authors: readonly Author[],
  ownerAccountId: Id<'usr'>,
): Promise<Id<'org'>[]> {
  const { identity, alliance } = server.doors
  return db.transaction(async (tx) => {
    const agencyIds: Id<'org'>[] = []
    for (const { name } of AGENCIES)
      agencyIds.push(await identity.createOrganisation(tx, { kind: 'agency', name, ownerAccountId }))
    const bound = authors.filter(
      (a, i) => a.plan.isDemo || ((a.plan.tier === 'waist' || a.plan.tier === 'shoulder') && i % 2 === 0),
    )
    for (const [i, { creatorId, plan }] of bound.entries()) {
      const which = plan.isDemo ? 0 : i % AGENCIES.length
      await alliance.bindAgency(tx, {
        creatorId,
        agencyId: agencyIds[which]!,
        splitBps: AGENCIES[which]!.splitBps,
      })
    }
    return agencyIds
  })
}

/** One plan in twelve came through a recruiter 招商团长, who gets a fee of his own. */
async function offerPlans(
  { server, db }: Platform,
  goods: readonly Goods[],
  agencies: readonly Id<'org'>[],
): Promise<void> {
  const { alliance } = server.doors
  await db.transaction(async (tx) => {
    for (const [i, { productId, merchant, plan }] of goods.entries()) {
      if (plan.rateBps === null) continue
      const recruiter = i % 12 === 5 ? { recruiterOrgId: agencies[1]!, recruiterRateBps: 300 } : {}
      await alliance.setPlan(tx, { shopId: merchant.shopId, productId, rateBps: plan.rateBps, ...recruiter })
    }
  })
}

async function fillShowcases(
  { server, db }: Platform,
  authors: readonly Author[],
  showcases: Plans['showcases'],
  goods: readonly Goods[],
): Promise<void> {
  const { alliance } = server.doors
  await db.transaction(async (tx) => {
    for (const [i, { creatorId }] of authors.entries())
      for (const g of showcases[i] ?? []) await alliance.pickProduct(tx, creatorId, goods[g]!.productId)
  })
}

const COUPON_DAYS = 90

/** The platform’s for everything and for fresh food; every third shop’s; every fifth creator’s. Good for longer than the history. */
async function giveCoupons(
  { server, db, scenes }: Platform,
  merchants: readonly Merchant[],
  authors: readonly Author[],
  finance: Who,
): Promise<void> {
  const { promotions } = server.doors
  const startsAt = scenes.clock.now()
  const endsAt = new Date(startsAt.getTime() + COUPON_DAYS * 86_400_000)
  const terms = (overYuan: number, offYuan: number, units: number) => ({
    overMinor: `${overYuan}00`,
    offMinor: `${offYuan}00`,
    currency: 'CNY' as const,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    units,
    perPerson: 1,
  })
  const all = { categoryId: null, productIds: null }
  const by = ({ accountId }: Who) => ({ givenBy: accountId, keep: () => Promise.resolve() })
  await db.transaction(async (tx) => {
    const give = promotions.createCoupon
    await give(tx, PLATFORM, terms(199, 15, 10_000), all, by(finance))
    await give(tx, PLATFORM, terms(59, 6, 10_000), { ...all, categoryId: 'fresh' }, by(finance))
    for (const { shopId, owner } of merchants.filter((_, i) => i % 3 === 0)) {
      const shop = { funder: 'shop', funderId: shopId } as const
      await give(tx, shop, terms(99, 10, 2_000), all, by(owner))
      await give(tx, shop, terms(299, 40, 500), all, by(owner))
    }
    for (const { creatorId, owner } of authors.filter((a, i) => a.plan.isDemo || i % 5 === 0)) {
      const creator = { funder: 'creator', funderId: creatorId } as const
      await give(tx, creator, terms(129, 5, 500), all, by(owner))
    }
  })
}

const PLATFORM_NAME: Localized = { zh: '偶得平台', en: 'Serendip' }

async function staffPlatform(
  { server, db }: Platform,
  staff: Record<keyof typeof STAFF, Id<'usr'>>,
  [first]: readonly Merchant[],
): Promise<Who> {
  const { identity } = server.doors
  return db.transaction(async (tx) => {
    const orgId = await identity.createOrganisation(tx, {
      kind: 'platform',
      name: PLATFORM_NAME,
      ownerAccountId: staff.operator,
    })
    await identity.setRole(tx, { orgId, accountId: staff.reviewer, role: 'reviewer' })
    await identity.setRole(tx, { orgId, accountId: staff.finance, role: 'finance' })
    await identity.setRole(tx, { orgId: first!.shopId, accountId: staff.warehouse, role: 'warehouse' })
    return ownerOf(staff.reviewer, orgId, 'platform', 'reviewer')
  })
}
