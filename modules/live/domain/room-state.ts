// The life of a room, as a table: state × action → next state. The desk, the stream's hooks, the clock and the property test
// read the same rows; a pair that is not here is refused.
import { ROOM_STATES, type RoomState } from '#kernel/room-event'

/**
 * - `test`: try camera and sound, nobody sees it · `stopTest`: back to the preview · `goLive`: open the doors
 * - `lose`, `resume`: the picture went, or came back · `end`: over, by the host or the clock · `archive`: put away
 */
export const ROOM_ACTIONS = ['test', 'stopTest', 'goLive', 'lose', 'resume', 'end', 'archive'] as const
export type RoomAction = (typeof ROOM_ACTIONS)[number]

const TRANSITIONS: Record<RoomState, Partial<Record<RoomAction, RoomState>>> = {
  preview: { test: 'testing', archive: 'archived' },
  testing: { stopTest: 'preview', goLive: 'live', end: 'ended' },
  live: { lose: 'interrupted', end: 'ended' },
  interrupted: { resume: 'live', end: 'ended' },
  ended: { archive: 'archived' },
  archived: {},
}

/** The state after `action`, or null when `action` is not possible in `state`. */
export const nextRoomState = (state: RoomState, action: RoomAction): RoomState | null =>
  TRANSITIONS[state][action] ?? null

/** What can be done in `state`; the desk shows exactly these buttons. */
export const roomActionsIn = (state: RoomState): RoomAction[] =>
  ROOM_ACTIONS.filter((a) => TRANSITIONS[state][a] !== undefined)

/** A creator has one room at most in these. */
export const RUNNING_STATES: readonly RoomState[] = ROOM_STATES.filter(
  (s) => s === 'testing' || s === 'live' || s === 'interrupted',
)
/** The audience is in it, and it sells. */
export const isOnAir = (state: RoomState): boolean => state === 'live' || state === 'interrupted'
export const isOver = (state: RoomState): boolean => state === 'ended' || state === 'archived'

/** An interrupted room is ended when its picture stays away for this long. */
export const INTERRUPTED_LIMIT_MS = 10 * 60_000
