// What the towers are for: a content nobody has been shown, told apart by the words of its title and by its shop alone, is proposed to
// those who like such things and not to the others. The bad twin knows contents without their words and shops.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SideEffect } from '#engine'
import type { Id } from '#kernel/ids'
import { seededRandom, type Random } from '#kernel/random'
import { cleared, withForgotten, withLevel, type Settings } from './domain/settings.ts'
import { wordsOf } from './domain/words.ts'
import type { Candidate, FeedQuery } from './feed-query.ts'
import { aContent, aProduct, aRequest, CATEGORIES, COMMON_TAGS, idFor, simulatedFeed } from './fixtures.ts'
import { PARAMS } from './params.ts'
import { PIPELINES } from './service/next-slate.ts'

type Theme = 0 | 1
const THEMES: readonly { words: readonly string[]; shop: number }[] = [
  { words: ['露营', '帐篷', '天幕', 'camping'], shop: 1 },
  { words: ['手冲', '咖啡', '研磨', 'espresso'], shop: 2 },
]
/** Of no theme. */
const OTHERS = ['今天', '开箱', '分享', '好物', 'review', '日常']
const CONTENTS = 100
const FRESH = 40
const PEOPLE = 40
const MET = 40

const themeOf = (contentId: string): Theme => (Number(contentId.slice(4)) % 2) as Theme
const likedBy = (person: number): Theme => (person % 2) as Theme
const personOf = (n: number): Id<'usr'> => idFor('usr', n)

/** A feed that tells what its towers proposed. */
function aFeed() {
  let proposed: string[] = []
  const listen: SideEffect<FeedQuery, Candidate> = {
    name: 'listen',
    run(query) {
      proposed = [...query.proposed.values()]
        .filter((c) => c.sources.includes('towers'))
        .map((c) => c.content.contentId)
    },
  }
  const { personalised } = PIPELINES
  const feed = simulatedFeed('towers', {
    ...PIPELINES,
    personalised: { ...personalised, sideEffects: [...personalised.sideEffects, listen] },
  })
  return {
    ...feed,
    async proposedTo(person: number): Promise<string[]> {
      proposed = []
      await feed.nextSlate(aRequest(personOf(person)))
      return proposed
    },
    decide(person: number, change: (s: Settings) => Settings): void {
      feed.settings.put(personOf(person), change(feed.settings.of(personOf(person))))
      feed.learner.settle(personOf(person))
    },
  }
}
type Feed = ReturnType<typeof aFeed>

/** Category, tag and creator are drawn by lot: only title and shop say what it is about. */
function offerOne(feed: Feed, n: number, random: Random, described: boolean): void {
  const { words, shop } = THEMES[themeOf(idFor('cnt', n))]!
  const categoryId = CATEGORIES[random.int(12)]!
  const facts = {
    categoryId,
    tags: [COMMON_TAGS[random.int(30)]!],
    creatorId: idFor('crt', random.int(60)),
  }
  const said = [words[random.int(4)]!, words[random.int(4)]!, OTHERS[random.int(6)]!]
  feed.stock(aProduct(n, { shopId: idFor('shp', shop), categoryId }))
  feed.offer(aContent(n, described ? { ...facts, words: said, productIds: [idFor('prd', n)] } : facts))
}

/** People have each met some contents by lot; then new ones come out, which nobody has met. */
function aFeedOfThemes({ described = true } = {}): Feed {
  const feed = aFeed()
  const random = seededRandom('towers')
  for (let n = 0; n < CONTENTS; n++) offerOne(feed, n, random, described)
  for (let k = 0; k < MET; k++)
    for (let person = 0; person < PEOPLE; person++) {
      const contentId = idFor('cnt', random.int(CONTENTS))
      const fits = random.next() < (themeOf(contentId) === likedBy(person) ? 0.9 : 0.1)
      const about = { contentId, slateId: `s${k}`, dwellMs: fits ? 13_000 : 900, durationMs: 12_000 }
      feed.learner.take(feed.outcome(personOf(person), 'dwell', about))
      feed.clock.advance(100)
    }
  for (let n = CONTENTS; n < CONTENTS + FRESH; n++) offerOne(feed, n, random, described)
  return feed
}
const isFresh = (contentId: string): boolean => Number(contentId.slice(4)) >= CONTENTS

/** The promise: most of the new ones of a theme are proposed to each who likes it, and hardly any to the others. */
async function findsItsPeople(feed: Feed): Promise<void> {
  let [right, wrong] = [0, 0]
  for (let person = 0; person < PEOPLE; person++) {
    const fresh = (await feed.proposedTo(person)).filter(isFresh)
    right += fresh.filter((id) => themeOf(id) === likedBy(person)).length
    wrong += fresh.filter((id) => themeOf(id) !== likedBy(person)).length
  }
  const each = (PEOPLE * FRESH) / 2
  assert.ok(right / each >= 0.7, `proposed to ${right / each} of those who like it`)
  assert.ok(wrong / each <= 0.15, `proposed to ${wrong / each} of the others`)
}

describe('a content nobody has met', () => {
  it('is proposed to those who like what its title and its shop tell of, and to hardly anybody else', async () => {
    await findsItsPeople(aFeedOfThemes())
  })

  it('the twin, of which words and shops are not told, fails this test', async () => {
    await assert.rejects(findsItsPeople(aFeedOfThemes({ described: false })), /proposed to/)
  })

  it('leaves the source when it is withdrawn, and comes when it is described', async () => {
    const feed = aFeedOfThemes()
    await feed.proposedTo(1) // not all are placed with one slate
    const first = (await feed.proposedTo(0)).find(isFresh)
    const { content } = feed.catalogue
    feed.offer({ ...content(first!)!, state: 'withdrawn' })
    assert.ok(!(await feed.proposedTo(0)).includes(first!))
    offerOne(feed, Number(first!.slice(4)), seededRandom('again'), true)
    assert.ok((await feed.proposedTo(0)).includes(first!))
  })
})

describe('what a person decided', () => {
  it('holds for what the towers read of them: nothing cleared, forgotten or unwanted', async () => {
    const feed = aFeedOfThemes()
    const later = () => feed.clock.now().getTime() + 1
    assert.ok((await feed.proposedTo(0)).length > 0)
    feed.decide(0, (s) => cleared(s, later()))
    feed.decide(2, (s) => CATEGORIES.reduce((all, c) => withForgotten(all, `category:${c}`, later()), s))
    feed.decide(4, (s) => CATEGORIES.reduce((all, c) => withLevel(all, `category:${c}`, 'less', later()), s))
    for (const person of [0, 2, 4]) assert.deepEqual(await feed.proposedTo(person), [])
  })

  it('leaves nothing of a cleared past in what is written down', () => {
    const feed = aFeedOfThemes()
    const takenBy = (person: number) => {
      const { people, taken } = feed.learner.placer.dump()
      const row = people.tickets[people.names.indexOf(personOf(person))]! % PARAMS.placer.room.people
      const each = taken.length / people.names.length
      return taken.subarray(row * each, (row + 1) * each).filter((t) => t > 0).length
    }
    assert.ok(takenBy(3) > 0)
    feed.decide(3, (s) => cleared(s, feed.clock.now().getTime() + 1))
    assert.equal(takenBy(3), 0)
    assert.ok(takenBy(5) > 0)
  })
})

it('the words of a title are those of both languages, without what says nothing', () => {
  const words = wordsOf({ zh: '三分钟搭好的露营帐篷', en: 'A camping tent in 3 minutes, with the dog' })
  for (const word of ['露营', '帐篷', 'camping', 'tent', 'minutes', 'dog'])
    assert.ok(words.includes(word), word)
  for (const word of ['的', 'the', 'with', '3', 'a']) assert.ok(!words.includes(word), word)
  assert.deepEqual(wordsOf({ zh: '', en: '' }), [])
})
