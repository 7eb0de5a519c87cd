// FTRL-LR as advertising used it for a decade (McMahan et al., KDD 2013): sixteen hashed fields, crosses among them, one weight each.
import type { ImpressionContender } from '../evaluation/impression-stream.ts'
import { listOf, type Features } from '../evaluation/shapes.ts'
import { chanceOf } from '../ranking/calibration.ts'
import { createFtrl, type FtrlRates } from '../ranking/ftrl.ts'
import { hashOf } from '../ranking/hashing.ts'

const FIELDS = 16
/** Person, their four traits, person × tab: the same for every candidate of a list. */
const OWN_FIELDS = 6
const PERSON_TRAITS = [
  'user_active_degree:',
  'follow_user_num_range:',
  'fans_user_num_range:',
  'register_days_range:',
]
const ITEM_TRAITS = ['author_id:', 'music_id:', 'tag:', 'upload_type:', 'video_type:']
const HOUR_MS = 3_600_000
const UTC_OFFSET_HOURS = 8

export const ftrlLr = (name: string, rates: FtrlRates): ImpressionContender => ({
  name,
  outputs: ['click', 'click order'],
  create(data) {
    const { person, item, tab, atMs } = data
    const click = data.labels['click']!
    const model = createFtrl({ size: 2 ** 20, heads: [rates] })
    const traitsOf = firstOfEach(data.personFeatures, PERSON_TRAITS, data.people.length)
    const factsOf = firstOfEach(data.itemFeatures, ITEM_TRAITS, data.items.length)
    const indices = new Uint32Array(FIELDS)
    const values = new Float32Array(FIELDS).fill(1)
    const sum = new Float64Array(1)
    const error = new Float64Array(1)

    function read(row: number): void {
      const [p, i, t] = [person[row]!, item[row]!, tab[row]!]
      let field = 0
      const add = (a: number, b = 0) => (indices[field] = hashOf(field++, a, b))
      add(p)
      add(p, t)
      for (let k = 0; k < PERSON_TRAITS.length; k++) add(traitsOf[p * PERSON_TRAITS.length + k]!)
      add(i)
      add(i, t)
      for (let k = 0; k < ITEM_TRAITS.length; k++) add(factsOf[i * ITEM_TRAITS.length + k]!)
      add(t)
      add(Math.floor(atMs[row]! / HOUR_MS + UTC_OFFSET_HOURS) % 24)
      add(p, factsOf[i * ITEM_TRAITS.length + 2]!)
    }
    function scored(from: number): number {
      sum[0] = 0
      model.score(indices, values, from, FIELDS, sum)
      return sum[0]!
    }
    return {
      score(row, out) {
        read(row)
        out[0]![row] = chanceOf(scored(0))
        out[1]![row] = scored(OWN_FIELDS)
      },
      learn(row) {
        read(row)
        error[0] = chanceOf(scored(0)) - click[row]!
        model.learn(indices, values, 0, FIELDS, error)
      },
      learnLate() {},
    }
  },
})

/** For each owner the first feature that begins with each prefix; −1 for none. */
function firstOfEach({ names, of }: Features, prefixes: readonly string[], owners: number): Int32Array {
  const kindOf = Int8Array.from(names, (name) => prefixes.findIndex((prefix) => name.startsWith(prefix)))
  const found = new Int32Array(owners * prefixes.length).fill(-1)
  for (let owner = 0; owner < owners; owner++)
    for (const feature of listOf(of, owner)) {
      const kind = kindOf[feature]!
      if (kind >= 0 && found[owner * prefixes.length + kind] === -1)
        found[owner * prefixes.length + kind] = feature
    }
  return found
}
