// What the engine's thread is told and what it answers. Commands are carried out one after the other in the order they were sent;
// questions come by a port of their own and are answered between two commands, or a few lessons or pieces into one.
import type { MessagePort } from 'node:worker_threads'
import type { EngineCounts, Lesson, Past } from './engine-host.ts'

export type Command =
  | { kind: 'learn'; lessons: Lesson[] }
  | { kind: 'forget'; person: string; decidedAtMs: number }
  | { kind: 'pack' }
  | { kind: 'restore'; packed: Uint8Array | null }
  | { kind: 'fingerprint' }
  /** Nothing: answered when everything before it has been carried out. */
  | { kind: 'fence' }

export type Question =
  /** Worth nothing after `untilMs` (`wallMs`): then it is not computed any more. */
  { kind: 'ask'; history: Past; count: number; atMs: number; untilMs: number } | { kind: 'ping' }

export type Numbered<Message> = { id: number } & Message
/** What a thread is started with: the port that questions come by, and whatever its script wants. */
export type EngineThreadData = { questions: MessagePort; given: unknown }

/** `ids` by likelihood; likelihood and personal share of each, one after the other. */
export type Proposals = { ids: string[]; numbers: Float64Array<ArrayBuffer> }
export type FromEngine = { id: number; counts?: EngineCounts } & (
  | { kind: 'done'; value?: Uint8Array | string }
  | { kind: 'likely'; proposals: Proposals }
  | { kind: 'failed'; error: string }
)

/** Milliseconds since 1970, with fractions, the same in every thread of a process. */
export const wallMs = (): number => performance.timeOrigin + performance.now()
