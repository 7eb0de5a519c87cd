// The queues a warehouse works through; what stands in each is asked of the database (repository/late.ts).
export const SHIP_QUEUES = [
  'to-ship',
  'ship-soon',
  'ship-late',
  'partly-shipped',
  'abnormal',
  'no-movement',
] as const
export type ShipQueue = (typeof SHIP_QUEUES)[number]
