// Who does what in a room. Roles are jobs of one evening, not the roles of the organisation that decide what one may do.

/** 主播 talks · 助播 helps her · 中控 works the desk · 场控 runs the floor and the chat · 投手 buys traffic */
export const SHIFT_ROLES = ['anchor', 'assistant', 'control', 'field', 'buyer'] as const
export type ShiftRole = (typeof SHIFT_ROLES)[number]

/** When a shift was over, or is: its own end, the room's, or not yet (null). */
export function endOfShift(shift: { endedAt: Date | null }, room: { endedAt: Date | null }): Date | null {
  if (shift.endedAt && room.endedAt) return shift.endedAt < room.endedAt ? shift.endedAt : room.endedAt
  return shift.endedAt ?? room.endedAt
}
