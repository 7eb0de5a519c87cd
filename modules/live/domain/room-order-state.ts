// An order line of a room, as a table. Events of trade may be told again: a step that was taken changes nothing.

export const ROOM_ORDER_STATES = ['placed', 'paid', 'refunded', 'cancelled'] as const
export type RoomOrderState = (typeof ROOM_ORDER_STATES)[number]
export const ROOM_ORDER_ACTIONS = ['pay', 'refund', 'cancel'] as const
export type RoomOrderAction = (typeof ROOM_ORDER_ACTIONS)[number]

const TRANSITIONS: Record<RoomOrderState, Partial<Record<RoomOrderAction, RoomOrderState>>> = {
  placed: { pay: 'paid', cancel: 'cancelled' },
  paid: { refund: 'refunded' },
  refunded: {},
  cancelled: {},
}

export const nextRoomOrderState = (state: RoomOrderState, action: RoomOrderAction): RoomOrderState | null =>
  TRANSITIONS[state][action] ?? null
