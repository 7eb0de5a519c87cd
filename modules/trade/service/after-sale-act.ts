// One move of a case as it is asked for: by whom, with what words, pictures and numbers.
// Apart, because deciding on a move and ending it both read it.
import type { Minor } from '#kernel/money'
import type { Actor, AfterSaleMove } from '../domain/after-sale-moves.ts'

/** What a person, or the clock, does with a case. */
export type Act = {
  move: AfterSaleMove
  by: Actor
  accountId: string | null
  expectedVersion?: number | undefined
  note?: string | null | undefined
  media?: readonly string[] | undefined
  carrier?: string | null | undefined
  trackingNo?: string | null | undefined
  serials?: readonly string[] | undefined
  restock?: boolean | undefined
  /** Of a ruling: what the buyer gets, and what of it the platform bears. */
  amountMinor?: Minor | null | undefined
  platformMinor?: Minor | null | undefined
  /** There is nothing left to send. */
  soldOut?: boolean
}
