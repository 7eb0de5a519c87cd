// Part one: a room full of people, ten lines and one product event a second. What arrives, how late, and what it costs.
import type { Stack } from '#server/stack'
import { round, type Say } from '../harness.ts'
import { startChannel } from './channel.ts'
import { pause, quantileOf, startCrowd, writers } from './crowds.ts'
import type { House, Size } from './house.ts'
import type { CrowdReport } from './protocol.ts'

const SETTLE_MS = 6_000
/** Frames of ticks for which a socket had its turn. */
const due = (figures: Record<string, number>): number =>
  figures.tick_frames_total! + figures.tick_frames_skipped_total!

export async function crowdPart(stack: Stack, house: House, size: Size, say: Say) {
  const channel = await startChannel(stack)
  const roomId = await house.aRoom()
  say(`${size.receivers} sockets come in`)
  const from = performance.now()
  const half = Math.ceil(size.receivers / 2)
  const crowds = await Promise.all(
    [0, 1].map((n) =>
      startCrowd({
        port: channel.port,
        localAddress: `127.0.0.${n + 2}`,
        secret: stack.env.SECRET!,
        roomId,
        from: n * half,
        sockets: n === 0 ? half : size.receivers - half,
        manner: 'watch',
        perSecond: 0,
      }),
    ),
  )
  const joinSeconds = (performance.now() - from) / 1_000
  const up = crowds.reduce((sum, c) => sum + c.up, 0)
  const crowd = await writers(stack, channel.port, roomId)
  say(`${up} are in after ${round(joinSeconds)} s; measuring for ${size.seconds} s`)
  await pause(SETTLE_MS)
  for (const c of crowds) c.reset()
  const dueBefore = due(await channel.figures())
  await pause(200)
  const [before, beforeCpu] = [await channel.figures(), await channel.cpuMs()]
  const [beforeAt, writtenBefore] = [performance.now(), crowd.written()]
  const events = await eventsFor(house, roomId, size.seconds)
  const [after, cpuMs] = [await channel.figures(), (await channel.cpuMs()) - beforeCpu]
  const wallMs = performance.now() - beforeAt
  crowd.stop()
  const written = crowd.written() - writtenBefore
  await pause(2_500)
  const framesDue = due(await channel.figures()) - dueBefore
  const reports = await Promise.all(crowds.map((c) => c.report()))
  crowd.close()
  for (const c of crowds) c.stop()
  const sum = (of: (r: CrowdReport) => number) => reports.reduce((total, r) => total + of(r), 0)
  const { rssMb } = channel.peak
  await channel.stop()
  return {
    up,
    joinSeconds: round(joinSeconds),
    /** How often everybody's turn came. */
    ticks: Math.round(framesDue / up),
    ticksDelivered: round(Math.min(1, sum((r) => r.tickFrames) / framesDue), 4),
    // The last lines may be counted at one end only: at most a tick of hundreds.
    linesDelivered: round(Math.min(1, sum((r) => r.lines) / (written * up)), 4),
    lineP50Ms: quantileOf(reports.map((r) => r.lineMs), 0.5), // prettier-ignore
    lineP99Ms: quantileOf(reports.map((r) => r.lineMs), 0.99), // prettier-ignore
    events,
    eventsComplete: round(sum((r) => r.complete) / up, 6),
    eventsOutOfOrder: sum((r) => r.outOfOrder),
    eventP50Ms: quantileOf(reports.map((r) => r.eventMs), 0.5), // prettier-ignore
    eventP99Ms: quantileOf(reports.map((r) => r.eventMs), 0.99), // prettier-ignore
    framesPerSecond: Math.round((after.tick_frames_total! - before.tick_frames_total!) / (wallMs / 1_000)),
    ticksLate: after.ticks_late_total! - before.ticks_late_total!,
    cpuShare: round(cpuMs / wallMs, 3),
    rssMb: round(rssMb),
  }
}

/** A product event a second. */
async function eventsFor(house: House, roomId: string, seconds: number): Promise<number> {
  for (let n = 0; n < seconds; n++) {
    const dueAt = performance.now() + 1_000
    await house.tell(roomId, { kind: 'explain', productId: null })
    await pause(Math.max(0, dueAt - performance.now()))
  }
  return seconds
}
