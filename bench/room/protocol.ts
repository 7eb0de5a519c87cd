// What bench/room.ts and its crowds say to each other.
export type CrowdPlan = {
  port: number
  localAddress: string
  secret: string
  roomId: string
  /** First number of its accounts, so that crowds do not share them. */
  from: number
  sockets: number
  /** `watch`: reads everything and beats; `flood`: also writes `perSecond` lines each; `stall`: never reads. */
  manner: 'watch' | 'flood' | 'stall'
  perSecond: number
}
export type CrowdReport = {
  /** Frames of ticks. */
  tickFrames: number
  lines: number
  /** How often a line or an event took so many milliseconds, one place a millisecond. */
  lineMs: number[]
  eventMs: number[]
  /** Sockets that had every event from their first to `lastSeq`, in order. */
  complete: number
  lastSeq: number
  outOfOrder: number
  closed: number
  /** Watchers that were closed and came back with their last number. */
  returns: number
  /** Lines a flood wrote, and would have written had its sockets taken them. */
  written: number
  offered: number
}
export type ToCrowd = { do: 'start'; plan: CrowdPlan } | { do: 'reset' } | { do: 'report' } | { do: 'quiet' }
export type FromCrowd = { up: number } | { report: CrowdReport }
export const MAX_MS = 20_000
