// Which learner a person belongs to: the partition key of the log. Everything somebody does is one learner's, in its order, for ever;
// so the key must be the same in every process and every version. Rendezvous hashing (Thaler and Ravishankar, 1998): the highest
// of the person's hashes with each learner wins, so that of n + 1 learners the new one takes 1/(n + 1) of the people from each, and
// nobody moves between the old ones.
import { finish, fingerprint } from '../tables/fingerprint.ts'

/** 0 … `learners` − 1. A few learners: it asks each. */
export function partitionOf(personId: string, learners: number): number {
  if (!(learners >= 1)) throw new RangeError(`partitionOf: ${learners} learners`)
  const pair = [0, 0]
  fingerprint(personId, pair)
  let [owner, most] = [0, -1]
  for (let learner = 0; learner < learners; learner++) {
    const weight = finish(pair[0]! ^ finish(pair[1]! + Math.imul(learner + 1, 0x9e3779b9))) >>> 0
    if (weight > most) [owner, most] = [learner, weight]
  }
  return owner
}
