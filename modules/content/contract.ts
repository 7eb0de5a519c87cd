// Content as seen from outside: what viewers read and do, and the creator's desk.
import { commentDeskEndpoints } from './contract/comment-desk.ts'
import { deskEndpoints } from './contract/desk.ts'
import { viewerEndpoints } from './contract/viewer.ts'

export * from './contract/comment-desk.ts'
export * from './contract/desk.ts'
export * from './contract/shapes.ts'
export * from './contract/viewer.ts'

export const contentEndpoints = [...viewerEndpoints, ...deskEndpoints, ...commentDeskEndpoints] as const
