// The present: what waits on the desks when a visitor comes in. Nothing is painted on; each thing is brought about by the call
// that a merchant, a creator or a reviewer would make.
import type { Random } from '#kernel/random'
import type { Story } from './cast.ts'

export async function leaveWork(_story: Story, _choice: Random): Promise<void> {}
