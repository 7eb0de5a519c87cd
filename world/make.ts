// Makes a world: plan it, found it, live six weeks of it, leave the desks with something to do. Everything that happens goes
// through the platform's own functions on a simulated clock; the same seed and the same end give the same history.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { seededRandom, type Random } from '#kernel/random'
import type { Config } from '#platform/config'
import type { Database } from '#platform/database'
import type { Logger } from '#platform/logger'
import { writeSetting } from '#platform/setting'
import { browse } from './life/session.ts'
import { runErrand } from './life/buying.ts'
import { emptyTally, later, type Cast, type Story, type Tally } from './life/cast.ts'
import { leaveWork, planPayouts } from './life/desks.ts'
import { found } from './life/founding.ts'
import { passNight } from './life/night.ts'
import { publishOnTime } from './life/publishing.ts'
import { createRounds } from './life/rounds.ts'
import { openMediaLibrary } from './media-library.ts'
import { planContents, planCreators } from './plan/contents.ts'
import { planNewcomers, planProducts, planShops } from './plan/market.ts'
import { planShoppers } from './plan/shoppers.ts'
import { opposites } from './plan/demo-shoppers.ts'
import { HISTORY_DAYS, SIZES, type Size, type SizeName } from './sizes.ts'
import { createAgenda } from './stage/agenda.ts'
import { openPlatform } from './stage/platform.ts'
import { pickBy } from './draw.ts'

export type WorldOptions = {
  db: Database
  config: Config
  log: Logger
  size: SizeName
  seed: number
  /** When the history ends: the present. */
  until: Date
  say: (line: string) => void
}
export type Counts = Omit<Tally, 'paidMinor'> & {
  paidMinor: string
  shops: number
  products: number
  creators: number
  contents: number
  shoppers: number
}

/** Scenes played side by side; more only wait for each other. */
const HANDS = 12
const FOUNDED_BEFORE_MS = 12 * DAY_MS

export async function makeWorld({
  db,
  config,
  log,
  size: sizeName,
  seed,
  until,
  say,
}: WorldOptions): Promise<Counts> {
  await writeSetting(db, 'world', { state: 'making', size: sizeName, seed })
  const size = SIZES[sizeName]
  const platform = await openPlatform(db, config, seed, log)
  const untilMs = until.getTime()
  const fromMs = untilMs - HISTORY_DAYS * DAY_MS
  const media = openMediaLibrary()
  const plans = planWorld(seed, size, media)
  const { play } = platform.scenes
  const cast = await play('founding', fromMs - FOUNDED_BEFORE_MS, () => found(platform, plans, media, say))
  const story: Story = {
    platform,
    cast,
    agenda: createAgenda(),
    rounds: createRounds(),
    demo: { toShip: [], received: [] },
    tally: emptyTally(),
    fromMs,
    untilMs,
  }
  await publishOnTime(story, plans.contents)
  await play('opening', fromMs, async () => {
    await passNight(platform)
    await platform.server.doors.interest.load()
  })
  say(`contents ${plans.contents.length}, the feed is ready`)
  planPayouts(story)
  await live(story, seededRandom(`${seed}/days`), size, say)
  await leaveWork(story, plans.newcomers, cast.reviewer, seededRandom(`${seed}/present`))
  await play('present', untilMs, async () => {
    await passNight(platform)
    await platform.server.doors.interest.saveSnapshot()
  })
  await platform.keepPayments()
  const counts = countsOf(cast, plans.contents.length, story.tally)
  await writeSetting(db, 'world', { state: 'made', size: sizeName, seed, counts })
  return counts
}

export function planWorld(seed: number, size: Size, media = openMediaLibrary()) {
  const stream = (name: string) => seededRandom(`${seed}/plan/${name}`)
  const shops = planShops(stream('shops'), size.shops)
  const products = planProducts(stream('products'), shops, size.products, media)
  const creators = planCreators(size.creators)
  const contents = planContents(stream('contents'), { creators, products, media }, size, HISTORY_DAYS)
  const showcases = creators.map((_, i) => [
    ...new Set(contents.filter((c) => c.creator === i).flatMap((c) => c.products)),
  ])
  const shoppers = [...opposites(), ...planShoppers(stream('shoppers'), size.shoppers - 2)]
  const newcomers = {
    products: planNewcomers(stream('newcomers'), shops, media),
    contents: planContents(
      stream('new contents'),
      { creators: creators.filter((c) => c.isDemo), products, media },
      { contents: 4, contentsPerClip: 99 },
      1,
    ).map((c) => ({ ...c, creator: creators.findIndex((p) => p.isDemo) })),
  }
  return { shops, products, creators, contents, showcases, shoppers, newcomers }
}

/** Day by day: sittings and errands are put on the agenda, played, and followed by a night. */
async function live(story: Story, random: Random, size: Size, say: (line: string) => void): Promise<void> {
  const { cast, agenda, platform, fromMs, tally } = story
  const weights = Array.from(
    { length: HISTORY_DAYS },
    (_, day) => 0.8 + (0.5 * day) / HISTORY_DAYS + (day % 7 >= 5 ? 0.2 : 0),
  )
  const total = weights.reduce((a, b) => a + b, 0)
  const who = (weight: (activity: number) => number) => {
    const ladder = cumulative(cast.shoppers.map((s) => weight(s.plan.activity)))
    return () => cast.shoppers[ladder(random)]!
  }
  const swiper = who((activity) => activity)
  const buyer = who((activity) => activity ** 2)
  let share = 0
  let sessions = 0
  let errands = 0
  for (let day = 0; day < HISTORY_DAYS; day++) {
    const dayMs = fromMs + day * DAY_MS
    share += weights[day]! / total
    for (; sessions < Math.round(size.sessions * share); sessions++) {
      const [shopper, name] = [swiper(), `session ${sessions}`]
      later(story, name, momentOf(dayMs, random), (choice) => browse(story, shopper, name, choice))
    }
    for (; errands < Math.round(size.errands * share); errands++) {
      const [shopper, name] = [buyer(), `errand ${errands}`]
      later(story, name, momentOf(dayMs, random), (choice) => runErrand(story, shopper, name, choice))
    }
    await agenda.playUntil(dayMs + DAY_MS, HANDS)
    await platform.scenes.play(`night ${day}`, dayMs + DAY_MS, () => passNight(platform))
    say(`day ${day + 1} / ${HISTORY_DAYS}: signals ${format(tally.signals)}, orders ${format(tally.orders)}`)
  }
}

const format = (n: number) => n.toLocaleString('en')

/** Draws an index in proportion to its weight, by bisection. */
function cumulative(weights: readonly number[]): (random: Random) => number {
  let sum = 0
  const ladder = weights.map((w) => (sum += w))
  return (random) => {
    const at = random.next() * sum
    let [low, high] = [0, ladder.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ladder[middle]! > at) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** Hours before the day's end, counted as if it were half past nine in the evening; a day has a lunch break and an evening. */
const HOURS = [2, 6, 7, 7, 6, 5, 4, 3, 3, 4, 5, 5, 4, 3, 2, 2, 1, 0.5, 0.3, 0.2, 0.2, 0.3, 0.8, 1.5]
const HOUR_INDEXES = [...HOURS.keys()]
const momentOf = (dayMs: number, random: Random): number =>
  Math.floor(dayMs + DAY_MS - (pickBy(random, HOUR_INDEXES, (h) => HOURS[h]!) + random.next()) * HOUR_MS)

function countsOf(cast: Cast, contents: number, { paidMinor, ...tally }: Tally): Counts {
  return {
    shops: cast.merchants.length,
    products: cast.goods.length,
    creators: cast.authors.length,
    contents,
    shoppers: cast.shoppers.length,
    ...tally,
    paidMinor: paidMinor.toString(),
  }
}
