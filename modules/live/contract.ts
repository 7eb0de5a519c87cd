// A live room as seen from outside: what viewers see and do, and the desk of the one who runs it.
import { channelEndpoints } from './contract/channel.ts'
import { coHostEndpoints } from './contract/co-host.ts'
import { deskEndpoints } from './contract/desk.ts'
import { offerEndpoints } from './contract/offers.ts'
import { rundownEndpoints } from './contract/rundown.ts'
import { shiftEndpoints } from './contract/shifts.ts'
import { programmeEndpoints } from './contract/programmes.ts'
import { replayEndpoints } from './contract/replay.ts'
import { screenEndpoints } from './contract/screen.ts'
import { viewerEndpoints } from './contract/viewer.ts'
import { watchEndpoints } from './contract/watch.ts'

export * from './contract/channel.ts'
export * from './contract/co-host.ts'
export * from './contract/desk.ts'
export * from './contract/offers.ts'
export * from './contract/rundown.ts'
export * from './contract/programmes.ts'
export * from './contract/replay.ts'
export * from './contract/screen.ts'
export * from './contract/shapes.ts'
export * from './contract/shifts.ts'
export * from './contract/viewer.ts'
export * from './contract/watch.ts'

export const liveEndpoints = [
  ...viewerEndpoints,
  ...deskEndpoints,
  ...offerEndpoints,
  ...rundownEndpoints,
  ...shiftEndpoints,
  ...watchEndpoints,
  ...replayEndpoints,
  ...channelEndpoints,
  ...screenEndpoints,
  ...programmeEndpoints,
  ...coHostEndpoints,
] as const
