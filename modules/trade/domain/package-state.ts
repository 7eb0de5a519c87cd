// A package's life as a table. A carrier's reports come twice, late and out of order, so the state is never moved by the one that has just
// arrived: it is read off all of them, in the order in which they happened.

export const PACKAGE_STATES = [
  'booked',
  'collected',
  'in-transit',
  'out-for-delivery',
  'signed',
  'abnormal',
  'returning',
  'returned',
  'cancelled',
] as const
export type PackageState = (typeof PACKAGE_STATES)[number]

type Rule = {
  /** Which of two reports of the same moment happened later. */
  rank: number
  /** What may still follow. */
  next: readonly PackageState[]
}

const ON_ITS_WAY = ['in-transit', 'out-for-delivery', 'signed', 'abnormal', 'returning', 'returned'] as const

/** Nothing follows a signature, a return or a cancelled waybill; a parcel that turned round does not turn again. */
export const PACKAGE_RULES: Record<PackageState, Rule> = {
  booked: { rank: 0, next: ['collected', ...ON_ITS_WAY, 'cancelled'] },
  collected: { rank: 1, next: ON_ITS_WAY },
  'in-transit': { rank: 2, next: ON_ITS_WAY },
  'out-for-delivery': { rank: 3, next: ON_ITS_WAY },
  abnormal: { rank: 4, next: ON_ITS_WAY },
  returning: { rank: 5, next: ['returning', 'returned'] },
  signed: { rank: 6, next: [] },
  returned: { rank: 7, next: [] },
  cancelled: { rank: 8, next: [] },
}

export const isOver = (state: PackageState): boolean => PACKAGE_RULES[state].next.length === 0

export type Report = { eventId: string; state: PackageState; at: Date }

export type Journey = {
  state: PackageState
  collectedAt: Date | null
  signedAt: Date | null
  /** The newest report; null: none yet. */
  movedAt: Date | null
}

/** As they happened: by time, then by what can follow what, then by their ids. */
export const inOrder = <R extends Report>(reports: readonly R[]): R[] =>
  [...new Map(reports.map((r) => [r.eventId, r])).values()].toSorted(
    (a, b) =>
      a.at.getTime() - b.at.getTime() ||
      PACKAGE_RULES[a.state].rank - PACKAGE_RULES[b.state].rank ||
      (a.eventId < b.eventId ? -1 : 1),
  )

/** The same reports in any order, any of them any number of times, give the same journey. */
export function journeyOf(reports: readonly Report[]): Journey {
  const sorted = inOrder(reports)
  let state: PackageState = 'booked'
  let collectedAt: Date | null = null
  let signedAt: Date | null = null
  for (const r of sorted) {
    if (!PACKAGE_RULES[state].next.includes(r.state)) continue
    state = r.state
    // A carrier that never reports the collection had it when it first moved.
    if (state !== 'cancelled') collectedAt ??= r.at
    if (state === 'signed') signedAt = r.at
  }
  return { state, collectedAt, signedAt, movedAt: sorted.at(-1)?.at ?? null }
}
