// Every number that shapes the feed, once, with its unit and its reason. Change one, change `version`: each logged slate names
// the version that made it, so that two policies can be told apart afterwards, and learned state is never read by another one.
//
// How to read the weights: scorers answer roughly -1..1, so a weight is how much one consideration may outvote another. They
// multiply evidence that is already smoothed and squashed, never raw counts; doubling `trend` does not show popular things
// twice as often, it lets a trend outvote an interest.
import { AT_SCALE, LONG_TAIL, NEW_ITEM, NEW_SELLER, TRADE, VALUE_WEIGHTS } from '#engine'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'

export const PARAMS = {
  version: 'feed-9',

  /** What is remembered of one person; at most some 60 KB, and of so many people. Who falls out starts anew. */
  person: {
    maxPeople: 50_000,
    ringEvents: 200,
    seenContents: 600,
    servedContents: 60,
    /** A slate that was answered but never looked at may come back after this. */
    servedForMs: 30 * MINUTE_MS,
    /** Weeks of taste. */
    long: { halfLifeMs: 14 * DAY_MS, halfLifeEvents: Infinity, maxFeatures: 120, priorEvents: 3 },
    /** The mood of the moment: gone in minutes, or after some twenty swipes. */
    instant: { halfLifeMs: 10 * MINUTE_MS, halfLifeEvents: 20, maxFeatures: 80, priorEvents: 2 },
    /** A bought product is not offered again for so long. */
    boughtCoolDownMs: 14 * DAY_MS,
  },

  /** How much each kind of behaviour says, in units of 'watched to the end'. Watching itself is in domain/watch.ts. */
  strength: {
    click: 1,
    sheet: 1.2,
    like: 2,
    unlike: -2,
    comment: 1.5,
    follow: 2,
    share: 2.5,
    cart: 3,
    buy: 5,
    /** Outweighs any single positive one: saying no must be worth it (domain.md §1). */
    notInterested: -6,
  },

  /** How much each feature of a content says about it. */
  features: { category: 0.8, tag: 1, creator: 0.5, maxTags: 12 },
  /** Mean strength that answers 1; an interest may answer twice that. */
  interestScale: { instant: 1.25, long: 1.25 },
  /**
   * What explains the last so many contents met. `usual`: how somebody takes to what says nothing to them, in units of strength; `ridges`:
   * how many contents' worth of doubt, of which the likeliest is taken; and no content counts less or more than `least` and `most`.
   */
  taste: { contents: 40, ridges: [1, 3, 10], usual: -0.4, least: -1, most: 1.5 },
  /** The affinity that 'more' and 'less' in the interest manager give a feature: as if only liked, or only refused. */
  statedAffinity: 2,

  /** The engine's model of what comes next (engine/models): shared by all, learned in the order of the log. */
  engine: {
    room: {
      people: 50_000,
      items: 100_000,
      features: 100_000,
      described: 2_000_000,
      links: 20_000_000,
      sittings: 500_000,
    },
    model: {
      ...AT_SCALE,
      trendHalfLivesMs: [HOUR_MS, DAY_MS, 7 * DAY_MS, 90 * DAY_MS],
      /** What is enjoyed days apart has less to do with each other. */
      gapHalfLifeMs: 2 * DAY_MS,
      linkHalfLifeMs: 30 * DAY_MS,
      sittingGapMs: HOUR_MS,
      trendCandidates: 60,
    },
    actions: ['enjoy', 'buy'],
    teachEvery: 8,
    personTtlMs: 400 * DAY_MS,
    itemTtlMs: 90 * DAY_MS,
    /** One person counts once for a content among the last so many things. */
    onceAmong: 50,
    /** So many of the likeliest are proposed, from so many last things enjoyed. */
    proposed: 150,
    /** How much less likely than the best answers half: a factor of e to this. */
    halfAt: 2,
  },

  trend: {
    halfLivesMs: [HOUR_MS, DAY_MS, 7 * DAY_MS],
    weights: [0.4, 0.35, 0.25],
    maxContents: 100_000,
  },
  /** Lists that are the same for everybody are made anew after so long: trends, and the best of a feature, neighbours, fresh, popular. */
  remember: { trendsMs: 250, listsMs: 2_000, tailMs: 5_000 },
  /** Rates are counted over about this long. */
  statsHalfLifeMs: 30 * DAY_MS,

  /** Prior rate and the number of trials it weighs, for content and goods nobody knows yet. */
  priors: {
    finish: { rate: 0.35, trials: 12 },
    like: { rate: 0.04, trials: 30 },
    click: { rate: 0.04, trials: 40 },
    buy: { rate: 0.05, trials: 20 },
    refund: { rate: 0.08, trials: 12 },
  },
  quality: { finish: 0.6, like: 2.5, click: 1.5 },
  commerce: {
    /** The platform's own share when a plan is not known (the default rate of the rate card). */
    platformRateBps: 500,
    /** One refund costs about this many sales' margin. */
    refundCost: 2,
    /** Margin per thousand impressions, in whole currency units, at which the score reaches 0.76. */
    scale: 40,
  },
  /** Enjoyed contents after which curiosity about other categories is half as strong. */
  curiosityHalvesAfter: 3,
  freshHalfLifeMs: 3 * DAY_MS,

  /**
   * The second stage: what may come of showing the best of the first, and what that is worth. Weights of worth, with what each must
   * not be read as, stand in engine/ranking/value.ts.
   */
  secondStage: {
    /** So many of the best by the first stage. */
    candidates: 40,
    /** Chances of something nobody knows; learned from there. */
    usual: {
      longView: 0.35,
      click: 0.04,
      like: 0.04,
      follow: 0.005,
      cart: 0.01,
      hide: 0.003,
      buyIfClicked: 0.05,
    },
    worth: VALUE_WEIGHTS,
    /** What a sale leaves the platform and the creator when a plan is not known, and what a return costs beyond that. */
    trade: TRADE,
    /** Nobody knows how a dear thing sells: as much more seldom as it is dearer than this. */
    usualPriceMinor: 6_000,
    /** Prices apart by this factor are of one kind. */
    priceStep: 2,
    /** People, contents and features with a number each. */
    names: 200_000,
    weights: 2 ** 16,
    itemRates: 2 ** 15,
    personRates: 2 ** 16,
    maxClicks: 20_000,
  },

  /** What is bought and comes back; the chance of what nobody knows is `priors.refund.rate`. */
  returns: {
    /**
     * A sale is open for so long. Nearly all that is sent back for a change of mind is back by then: 2 days to ship, at most 10 to be
     * received, 7 to ask, 2 for the shop's silence (`POLICY` in modules/trade). A fault may be told of 30 days after the goods came: that
     * corrects.
     */
    windowMs: 30 * DAY_MS,
    correctionMs: 30 * DAY_MS,
    /** Sales remembered, open or to be corrected; some 160 bytes each. */
    maxSales: 50_000,
    rates: 2 ** 16,
    /** A better batch, another supplier: what came back half a year ago counts half. */
    halfLifeMs: 180 * DAY_MS,
    /** Trials as expected beside those there were: one return alone makes 13 % of 8 %, not 100 %. */
    prior: 20,
    halfLifeTrials: 20_000,
  },

  /** The two towers (engine/models/two-tower.ts), for contents nobody has met: `learner/placer.ts`. */
  placer: {
    model: {
      /** With the standing 16 numbers a vector, the narrowest an index takes. */
      dimensions: 15,
      interests: 2,
      history: 12,
      /** No picture is told as numbers here: that needs a model to be downloaded. */
      dense: 0,
      evidence: 5,
      spread: 1,
      batch: 8,
      negatives: 24,
      forgetting: 0.3,
      /** Nobody has a row. */
      personEvidence: Infinity,
      learningRate: 0.1,
      shrink: 0.001,
    },
    /** Contents met last, features met last, people who enjoyed something last: the others begin anew. */
    room: { contents: 2 ** 13, features: 2 ** 14, people: 50_000 },
    index: {
      maxRows: 200_000,
      /** Placed anew with one slate, at most, and in a second: a row lasts some microseconds. */
      perStep: 100,
      perSecond: 300,
      /** Fewer impressions than this: nobody has met it. */
      unmetBelow: 10,
    },
    proposed: { unmet: 40, others: 20 },
    /** In log-odds: so much likelier than for anybody answers 0.76. */
    matchScale: 0.5,
    /** Of a content shown so often it counts half: others' outcomes say more. */
    halfAtImpressions: 30,
    /** After so many things enjoyed the towers are taken at half their word. */
    halfTrusted: 2_000,
  },

  weights: {
    instantInterest: 3.4,
    longTermInterest: 1.4,
    taste: 4,
    similarity: 0.8,
    towers: 1.5,
    trend: 0.5,
    quality: 0.6,
    commerceValue: 0.3,
    freshness: 0.25,
    /** A category this person has not met yet: how a cold start finds the taste within some twelve swipes. */
    coverage: 2,
    followed: 0.6,
    /** A room whose product of the moment is much like what the person likes, in stock and with time to get there. */
    room: 1.6,
    /** One's own, up to its cap: outvotes a trend, not what the moment is about. */
    own: 1,
    /** Seen before, let back in only because nothing else is left. */
    repetition: 4,
  },

  /**
   * Taken off the score for each one already in the slate; and how many may stand in a row. Nobody's taste is known at first, so
   * categories are spread wider then (`coldPenalty`), half as much more after `coldContents` contents.
   */
  diversity: {
    author: { penalty: 0.3, maxRun: 2 },
    /** Two creators may show the goods of one shop: to the eye a repetition all the same. */
    shop: { penalty: 0.03, maxRun: 3 },
    /** Clip or pictures. No limit of its own in a row: many a catalogue has one format only. */
    format: { penalty: 0.02, maxRun: Infinity },
    category: { penalty: 0.06, coldPenalty: 0.6, maxRun: 4 },
    coldContents: 4,
  },

  /**
   * Not too much of one thing to one person, over all slates: at most so many of the same within an hour, within a day. Whatever
   * product, shop or author it is, these are reached only by somebody who swipes on; who follows them meets them under 'following'.
   * In a simulated market of eight shops, 2, 8 and 8 an hour had to give way four times as often as these.
   */
  caps: {
    product: { anHour: 3, aDay: 6 },
    shop: { anHour: 16, aDay: 48 },
    author: { anHour: 16, aDay: 48 },
  },
  /**
   * The dial of how much of a session sells: at most so many contents with goods in any so many places in a row. Gives way while there
   * is nothing else to show, as in a world whose every content carries goods. Usual: one place in ten to catch breath, because a
   * platform of commerce has little else; `fewer`: what a person asks for in 'my interests'.
   */
  commerceDensity: {
    usual: { most: 9, withinPlaces: 10 },
    fewer: { most: 5, withinPlaces: 10 },
  },

  exploration: {
    /** Share of places given to little-known content, whoever the viewer is. */
    share: 0.125,
    poolSize: 20,
    draws: 12,
    /** Fewer impressions than this, or younger than this: little known. */
    freshImpressions: 60,
    freshForMs: 5 * DAY_MS,
    /** What is new is first in the pool until it was shown so often. */
    firstShowings: 10,
    /** How much a match with the viewer's interests may raise a draw. */
    affinity: 0.5,
    /** The same of what the towers say of it. */
    towersAffinity: 0.5,
  },

  /**
   * What is promised to those nobody knows yet, in shares of all that is served (places further down count less), and how far their
   * price may go in the score. A promise is not a share of each slate: it is kept where it costs least.
   */
  exposure: {
    terms: [
      { name: 'new-item', group: NEW_ITEM, floor: 0.1 },
      { name: 'new-seller', group: NEW_SELLER, floor: 0.03 },
      /** Four fifths of all contents, those shown least in the last weeks. */
      { name: 'long-tail', group: LONG_TAIL, floor: 0.25 },
    ],
    maxPrice: 4,
    window: 500,
    groups: { newItemForMs: 2 * DAY_MS, newSellerForMs: 14 * DAY_MS },
    /**
     * How unequal the last `places` served may be (Gini over all contents that may be shown). Above the ceiling the long tail is
     * promised more, up to `mostFloor`: `gain` of floor for each unit above it, every `every` places; below it the promise goes back.
     * Not told, and nothing steered, before `perContent` places for each content (so never in a catalogue of more than 4,000): so few
     * are unequal by chance alone. The gain is small, because what was served long ago stays in the figure for all its places.
     */
    gini: { ceiling: 0.6, places: 20_000, perContent: 5, mostFloor: 0.6, gain: 0.05, every: 500 },
    /** A place counts so much as the one before it. */
    attention: 0.9,
  },

  /**
   * Live rooms. So many are proposed, those with most people first; so many units are as good as plenty; somebody who is shown a
   * room needs so long to enter and decide; and a room may be shown again after a while, for it shows something else by then.
   */
  rooms: { most: 60, plentyUnits: 20, hurryMs: 90_000, backAfterMs: 10 * MINUTE_MS },

  /** One's own: what was put in the cart, looked at for long, or is due again. A source of its own, held apart from discovery. */
  own: {
    /** At most so many of them in any so many places in a row. */
    cap: { most: 1, withinPlaces: 10 },
    /** So many are proposed, and none that was met less than so long ago: a reminder, not a pursuit. */
    most: 10,
    restMs: 6 * HOUR_MS,
    maxCarted: 50,
    purchases: { maxProducts: 50, maxTimes: 4 },
    cartedForMs: 14 * DAY_MS,
    /** All that was done to it adds up to this: watched to the end and clicked, or liked. */
    viewed: { leastStrength: 2, forMs: 3 * DAY_MS },
    /** Due from so much of the usual interval until it is so many times over; purchases closer together are one errand. */
    again: { leastGapMs: 2 * DAY_MS, fromShare: 0.9, toShare: 2 },
    worth: { carted: 1, again: 1, viewed: 0.5 },
  },

  sources: {
    historyEvents: 20,
    featuresUsed: 10,
    perFeature: 40,
    trendPerHalfLife: 60,
    trendPerCategory: 6,
    perFollowed: 10,
    followedCreators: 50,
    fresh: 80,
    popular: 200,
    withoutGoods: 120,
  },

  slate: {
    /** Chosen beyond what was asked for, in case a card turns out not to be showable. */
    spares: 6,
    /** A source that answers later than this is left out. */
    sourceBudgetMs: 80,
    /** The engine's thread answers within some milliseconds; a slate that would wait longer goes on without what is likely next. */
    engineBudgetMs: 25,
    /** A slate that takes longer than this is replaced by the popular one. */
    budgetMs: 200,
    /** Names kept of what each filter took out, for 'why was this dropped'. */
    removedNames: 6,
  },

  learner: {
    pollMs: 200,
    /** NOTIFYs closer together than this are answered by one read. */
    coalesceMs: 50,
    readBatch: 5000,
    /** Learned between two requests, each in some 75 µs: less than a slate takes, so that whoever waits for one does not notice. */
    eventsPerStep: 20,
    snapshotEveryMs: 10 * MINUTE_MS,
    snapshotsKept: 3,
    /** Written down between two requests while a snapshot is made. */
    peoplePerStep: 50,
  },
} as const
