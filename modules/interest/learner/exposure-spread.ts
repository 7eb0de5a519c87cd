// How equal exposure is: over the last so many places served, the Gini coefficient over all contents that may be shown, and the share of
// the long tail. When it is less equal than it should be, the long tail is promised more, so that its price does the rest; a price on
// every content by itself would do the same for a hundred thousand prices. Of this process, for it is steered by serving, not by the log.
import type { ExposureContract, ExposureContractDump } from '#engine'
import { giniOf } from '#engine/evaluation/exposure-metrics'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { PARAMS } from '../params.ts'

const { ceiling, places: PLACES, perContent, mostFloor, gain, every } = PARAMS.exposure.gini
const TAIL = 'long-tail'
const LEAST_FLOOR = PARAMS.exposure.terms.find(({ name }) => name === TAIL)!.floor

/** What survives a restart: what is owed, and how much the long tail is promised. The places are counted anew. */
export type ExposureDump = { contract: ExposureContractDump; tailFloor: number }
export type ExposureSpread = ReturnType<typeof createExposureSpread>

export function createExposureSpread(
  catalogue: Pick<Catalogue, 'allowed' | 'size'>,
  contract: Pick<ExposureContract, 'setFloor' | 'dump' | 'restore'>,
) {
  const shown: string[] = []
  const ofTail = new Uint8Array(PLACES)
  const counts = new Map<string, number>()
  let written = 0
  let tail = 0
  let floor: number = LEAST_FLOOR

  function forget(contentId: string): void {
    const left = counts.get(contentId)! - 1
    if (left > 0) counts.set(contentId, left)
    else counts.delete(contentId)
  }

  /** Null while so little was served that it would be unequal by chance alone. */
  function gini(): number | null {
    if (shown.length === 0 || shown.length < perContent * catalogue.size) return null
    return giniOf(Float64Array.from(catalogue.allowed(), (c) => counts.get(c.contentId) ?? 0))
  }

  function setFloor(share: number): void {
    floor = share
    contract.setFloor(TAIL, share)
  }

  return {
    /** One place was served, to a content of the long tail or not. */
    note(contentId: string, isTail: boolean): void {
      const at = written++ % PLACES
      if (shown.length === PLACES) {
        forget(shown[at]!)
        tail -= ofTail[at]!
      }
      shown[at] = contentId
      ofTail[at] = isTail ? 1 : 0
      tail += ofTail[at]
      counts.set(contentId, (counts.get(contentId) ?? 0) + 1)
      if (written % every > 0) return
      const now = gini()
      if (now !== null) setFloor(clamp(floor + gain * (now - ceiling)))
    },
    read: () => ({
      places: shown.length,
      gini: gini(),
      ceiling,
      tailShare: shown.length > 0 ? tail / shown.length : null,
    }),
    dump: (): ExposureDump => ({ contract: contract.dump(), tailFloor: floor }),
    /** @throws RangeError for what is no dump */
    restore(dump: ExposureDump): void {
      contract.restore(dump.contract)
      setFloor(clamp(dump.tailFloor))
    },
  }
}

const clamp = (share: number): number => Math.min(mostFloor, Math.max(LEAST_FLOOR, share))
