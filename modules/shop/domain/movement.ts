// Why units came or went otherwise than by being sold. A person names one of four; the others the platform writes itself.

export const MOVEMENT_REASONS = [
  'opening',
  'received',
  'count',
  'damaged',
  'returned',
  'set',
  'sync',
  'transfer',
] as const
export type MovementReason = (typeof MOVEMENT_REASONS)[number]

export const ADJUST_REASONS = [
  'received',
  'count',
  'damaged',
  'returned',
] as const satisfies readonly MovementReason[]
