// The chance of buying over everything shown, not only over what was clicked (ESMM, Ma et al., SIGIR 2018): p(buy) = p(click) ·
// p(buy | click). A model of buying learned on clicks alone is asked about things that nobody like this would have clicked; learned
// through the product both factors see every impression.

export const wholeSpaceChance = (click: number, buyIfClicked: number): number => click * buyIfClicked

/** No chance is taken as surer than this: the step of a miss stays finite. */
const CERTAIN = 1 - 1e-6

/**
 * Gradients of the log loss of `bought` by the log-odds of both factors, for an impression of known outcome. The first is of the
 * product only: the click's own loss comes on top.
 */
export function wholeSpaceErrors(
  click: number,
  buyIfClicked: number,
  bought: boolean,
): { click: number; buyIfClicked: number } {
  if (bought) return { click: click - 1, buyIfClicked: buyIfClicked - 1 }
  const buy = Math.min(CERTAIN, wholeSpaceChance(click, buyIfClicked))
  const odds = buy / (1 - buy)
  return { click: odds * (1 - click), buyIfClicked: odds * (1 - buyIfClicked) }
}
