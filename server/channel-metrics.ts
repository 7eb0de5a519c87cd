// Health and Prometheus figures of the channel, on its own port. Figures are for this machine, or for who brings METRICS_TOKEN.
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Hub } from '#platform/channel/hub'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/** Name, what it says, and where it stands in the hub's counts. */
const FIGURES = [
  ['sockets', 'Sockets open now', 'sockets'],
  ['events_total', 'Events read from the logs of rooms', 'events'],
  ['ticks_total', 'Ticks made', 'ticks'],
  ['tick_frames_total', 'Ticks written to sockets', 'tickFrames'],
  ['tick_frames_skipped_total', 'Ticks left out for sockets with too much waiting', 'tickFramesSkipped'],
  ['ticks_late_total', 'Ticks put off because the one before was still being written', 'ticksLate'],
  ['tick_lag_ms', 'How late the timer of the last tick was', 'tickLagMs'],
  ['chat_accepted_total', 'Lines taken', 'chatAccepted'],
  ['chat_refused_total', 'Lines refused: too fast, muted, filtered', 'chatRefused'],
  ['chat_shown_total', 'Lines shown', 'chatShown'],
  ['chat_dropped_total', 'Lines that gave way in a crowd', 'chatDropped'],
  ['frames_ignored_total', 'Frames of flooding sockets that were not looked at', 'framesIgnored'],
  ['slow_closes_total', 'Sockets closed because they did not keep up with events', 'slowCloses'],
  ['flood_closes_total', 'Sockets closed because they flooded', 'floodCloses'],
  ['save_failures_total', 'Batches of visits or chat that could not be saved and wait', 'saveFailures'],
] as const

export function answerFigures(hub: Hub, options: { token: string | null; ready: () => boolean }) {
  const register = new Registry()
  collectDefaultMetrics({ register })
  for (const [name, help, key] of FIGURES) {
    register.registerMetric(gauge(name, help, () => hub.counts[key]))
  }
  register.registerMetric(gauge('rooms', 'Rooms open in this process', () => hub.rooms().size))
  register.registerMetric(gauge('queued_bytes', 'Waiting for sockets that do not take it', hub.queuedBytes))
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?')[0]
    const json = (status: number, ok: boolean) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ ok }))
    if (path === '/livez') return void json(200, true)
    if (path === '/readyz') return void json(options.ready() ? 200 : 503, options.ready())
    if (path !== '/metrics' || !mayRead(request, options.token)) return void json(404, false)
    const text = await register.metrics()
    response.writeHead(200, { 'content-type': register.contentType }).end(text)
  }
}

const gauge = (name: string, help: string, read: () => number) =>
  new Gauge({
    name: `serendip_channel_${name}`,
    help,
    registers: [],
    collect() {
      this.set(read())
    },
  })

/** A proxy on this machine would make everybody local: what was forwarded needs the token. */
function mayRead({ headers, socket }: IncomingMessage, token: string | null): boolean {
  if (token !== null) {
    const [given, wanted] = [Buffer.from(headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)]
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }
  return LOOPBACK.test(socket.remoteAddress ?? '') && !headers['x-forwarded-for'] && !headers.forwarded
}
