// TikTok, items nobody has met: a tenth of all items is taken out of everything that is learned, and everybody who has one is
// asked for it, with and without the items' pictures and sound. Own protocol: the published split has next to no new items.
import { seededRandom, type Random } from '#kernel/random'
import { bootstrapMean, type Interval } from '#engine/evaluation/intervals'
import {
  askForNew,
  chanceOfNew,
  holdOutItems,
  togetherForNew,
  type NewItems,
  type NewItemsRow,
} from '#engine/evaluation/new-items'
import { pairDescribed, pairOurs } from '#engine/evaluation/pair-contenders'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

const SHARE = 0.1
const SEEDS = ['new items 1', 'new items 2', 'new items 3']

/** Without descriptions new items are all alike: the fair figure is never below chance. */
export const tiktokNewItems: Protocol = {
  name: 'tiktok-new-items',
  set: 'tiktok-mm',
  run(source, asking) {
    const { split } = requireKind(source, 'split', 'tiktok-new-items')
    const splits = SEEDS.map((seed) => holdOutItems(split, SHARE, seededRandom(seed)))
    const ask = (name: string, create: (seed: string) => ReturnType<typeof pairOurs>) =>
      told(
        name,
        togetherForNew(
          splits.map((held, s) => askForNew(name, create(SEEDS[s]!).create(held.learned), held)),
        ),
        asking.random,
      )
    const ours = (described: boolean) => (seed: string) => pairOurs({ random: seededRandom(seed), described })
    const alone = ask('likeness alone', pairDescribed)
    const without = ask('serendip, nothing described', ours(false))
    const described = ask('serendip', ours(true))
    const chance = chanceOfNew(splits[0]!)
    const times = (of: (row: Told) => Interval, byChance: number) =>
      of(described).mean / Math.max(byChance, of(without).mean)
    const multiples = {
      amongAll: times((row) => row.amongAll, chance.amongAll),
      keptPlaces: times((row) => row.keptPlaces, chance.keptPlaces),
      amongNew: times((row) => row.amongNew, chance.amongNew),
    }
    return {
      text: report([alone, without, described], chance, splits),
      figures: {
        tiktokNewItemsAmongNew: rounded(described.amongNew.mean),
        tiktokNewItemsAmongNewLow: rounded(described.amongNew.low),
        tiktokNewItemsAmongNewWithout: rounded(without.amongNew.mean),
        tiktokNewItemsAmongNewTimes: rounded(multiples.amongNew, 2),
        tiktokNewItemsKeptPlaces: rounded(described.keptPlaces.mean),
        tiktokNewItemsKeptPlacesLow: rounded(described.keptPlaces.low),
        tiktokNewItemsKeptPlacesWithout: rounded(without.keptPlaces.mean),
        tiktokNewItemsKeptPlacesTimes: rounded(multiples.keptPlaces, 2),
        tiktokNewItemsAmongAll: rounded(described.amongAll.mean),
        tiktokNewItemsAmongAllWithout: rounded(without.amongAll.mean),
        tiktokNewItemsAmongAllChance: rounded(chance.amongAll),
        tiktokNewItemsTests: described.tests,
      },
      floors: {
        tiktokNewItemsAmongNewTimes: { min: 2 },
        tiktokNewItemsKeptPlacesTimes: { min: 2 },
      },
    }
  },
}

type Told = Record<'amongAll' | 'keptPlaces' | 'amongNew', Interval> & { name: string; tests: number }

const told = (name: string, row: NewItemsRow, random: Random): Told => ({
  name,
  amongAll: bootstrapMean(row.amongAll, random),
  keptPlaces: bootstrapMean(row.keptPlaces, random),
  amongNew: bootstrapMean(row.amongNew, random),
  tests: row.amongNew.counts.reduce((s, c) => s + c, 0),
})

function report(rows: readonly Told[], chance: ReturnType<typeof chanceOfNew>, splits: readonly NewItems[]) {
  const digits = (value: number) => value.toFixed(4).replace(/^0/, '')
  const cell = ({ mean, low, high }: Interval) => `${digits(mean)} (${digits(low)}–${digits(high)})`
  const line = (name: string, all: string, kept: string, fresh: string) =>
    [name.padEnd(28), `among all ${all}`, `kept places ${kept}`, `among new ${fresh}`].join('  ')
  return [
    `tiktok-mm, ${splits[0]!.count} items nobody has met (${splits.length} draws), recall@20, ${rows[0]!.tests} questions`,
    '',
    line('chance', digits(chance.amongAll), digits(chance.keptPlaces), digits(chance.amongNew)),
    ...rows.map((row) => line(row.name, cell(row.amongAll), cell(row.keptPlaces), cell(row.amongNew))),
  ].join('\n')
}
