// Taobao views, carts and purchases without times: all but one item a person and action to learn from, that one to find.
// 80 % of the purchases to find were viewed before: the protocol tells those apart from discoveries.
import { join } from 'node:path'
import { toRagged } from '#engine/evaluation/shapes'
import type { SetAdapter } from '../found.ts'
import { createLists } from './split-lists.ts'

const ACTIONS = ['view', 'cart', 'buy']

export const taobaoMb: SetAdapter = {
  name: 'taobao-mb',
  files: ACTIONS.flatMap((action) => [`${action}.train.txt.gz`, `${action}.test.txt.gz`]),
  async read(folder, reading) {
    const lists = createLists(reading)
    const paths = (part: string) => ACTIONS.map((action) => join(folder, `${action}.${part}.txt.gz`))
    const train = await lists.read(paths('train'))
    const test = await lists.read(paths('test'))
    const split = { name: 'taobao-mb', actions: ACTIONS, itemVectors: {}, ...lists.counts() }
    const [trained, tested] = [train, test].map((part) => part.map((l) => toRagged(l, split.personCount)))
    return {
      found: { kind: 'split', split: { ...split, train: trained!, validation: [], test: tested! } },
      rows: lists.rows(),
    }
  },
}
