// What goes into the engine and what comes out, by id.

export type EngineItem = {
  id: string
  author: string
  /** Empty when nothing is sold with it. */
  seller: string
  category: string
  /** What else it shares with others: brand, tags. */
  features: readonly string[]
}
export type EngineEvent = { person: string; item: string; action: string; atMs: number }
export type Likely = { id: string; likelihood: number; personal: number }
export type SlateItem = { id: string; score: number }

export const REFUSALS = [
  'time-not-a-number',
  'clock-ahead',
  'too-old',
  'unknown-action',
  'unknown-item',
  'no-name',
  'no-room',
] as const
export type Refusal = (typeof REFUSALS)[number]

const MAX_NAME = 200
export const isName = (name: unknown): name is string =>
  typeof name === 'string' && name !== '' && name.length <= MAX_NAME
/** A fact may be empty. */
export const isFact = (fact: unknown): fact is string => fact === '' || isName(fact)
