// Numbers to small whole ones, for crosses: where more of a thing does not simply mean more of the outcome. How long the last thing was
// played is such a number: a second or two says the opposite of ten, ten and a hundred say the same.

/** Signed, `fineness` steps a unit, 20 steps each way. */
export const bucket = (value: number, fineness: number): number =>
  Math.max(-20, Math.min(20, Math.round(value * fineness)))

/** Of a thing's whole length: a step and a half a doubling. */
export const lengthOf = (durationMs: number): number => Math.round(1.5 * Math.log2(1 + durationMs / 1_000))

/** 0 … 8: a step and a half a doubling, to forty seconds; 9 when nothing is known (below 0). */
export const playedOf = (seconds: number): number =>
  seconds < 0 ? 9 : Math.min(8, Math.floor(1.5 * Math.log2(1 + seconds)))

/** 0 … 8: fifths of the whole, to four fifths beyond it; 9 when nothing is known (below 0). */
export const shareOf = (share: number): number => (share < 0 ? 9 : Math.min(8, Math.floor(5 * share)))
