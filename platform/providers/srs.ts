// SRS as the engine: it asks us by hooks who may publish, we ask it by its API how a stream fares. Why hooks carry a secret: whoever
// may post here could put anybody on air; a wrong one is answered before its body is read. Takeover is ours: SRS refuses a second publisher.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { HealthAdvice, LiveEngine, LiveHooks, StreamHealth } from '#platform/live-engine'
import { createSrsApi, type SrsApi } from './srs-api.ts'
import { describeDvrFile } from './srs-recording.ts'
import { srsHookBody, SRS_APP, type SrsHookBody, type SrsStream } from './srs-wire.ts'

export type SrsOptions = {
  /** Its HTTP API, with name and password when it wants them. */
  apiUrl: string
  /** What is typed into OBS: `rtmp://host:1935/live`. */
  publishUrl: string
  /** Where people play from: `https://media.example.com`. */
  playUrl: string
  hookSecret: string
  hooks: LiveHooks
  /** Where SRS's `dvr_path` begins, as seen from here; null: not recorded. */
  recordingsFolder: string | null
  now: () => number
  resumeMs?: number
  pollMs?: number
  onError?: (error: unknown) => void
}
export type SrsHookAnswer = { status: number; body: { code: number } }
export type SrsEngine = LiveEngine & {
  name: 'srs'
  /** One call of SRS. `secret` as it stands in the address; `body` unparsed. Answers code 0 to let in, another to refuse. */
  hook(secret: string, body: unknown): Promise<SrsHookAnswer>
  stop(): void
}

const LET_IN: SrsHookAnswer = { status: 200, body: { code: 0 } }
const REFUSED: SrsHookAnswer = { status: 200, body: { code: 403 } }
const KICK_WAIT_MS = 3000
const MISSED_POLLS = 2
const REMEMBERED = 1000

type Sample = { atMs: number; frames: number; bytes: number }
type Live = {
  session: string
  state: 'opening' | 'live' | 'interrupted'
  resumed: boolean
  publishedAtMs: number
  missed: number
  samples: [Sample | null, Sample | null]
  lost: NodeJS.Timeout | null
  /** The next recorded piece does not continue the one before. */
  broken: boolean
}

const digest = (text: string) => createHash('sha256').update(text).digest()

export const createSrsEngine = (options: SrsOptions): SrsEngine => {
  const { hooks, now, resumeMs = 60_000, pollMs = 1000, onError = () => {} } = options
  const api: SrsApi = createSrsApi(options.apiUrl)
  const secret = digest(options.hookSecret)
  const streams = new Map<string, Live>()
  /** Publishers we sent away ourselves: their end is no interruption. */
  const closed = new Set<string>()
  /** Hooks of one stream are worked off one after another. */
  const queues = new Map<string, Promise<unknown>>()

  const inTurn = <T>(stream: string, work: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(stream) ?? Promise.resolve()).then(work, work)
    queues.set(stream, turn)
    const clean = () => queues.get(stream) === turn && queues.delete(stream)
    turn.then(clean, clean)
    return turn
  }

  const interrupt = async (stream: string, live: Live, reason: string) => {
    const wasOnAir = live.state === 'live'
    const { session } = live
    if (live.state === 'opening' && !live.resumed) return void streams.delete(stream)
    live.state = 'interrupted'
    live.broken = true
    live.lost ??= setTimeout(() => {
      if (streams.get(stream) !== live || live.state !== 'interrupted') return
      streams.delete(stream)
      hooks.onLost({ stream, atMs: now() }).catch(onError)
    }, resumeMs)
    live.lost.unref()
    if (wasOnAir) await hooks.onInterrupted({ stream, session, atMs: now(), reason })
  }

  /** SRS would refuse the new publisher while the old is there, alive or frozen. */
  const sendAway = async (session: string) => {
    await api.kick(session)
    const end = performance.now() + KICK_WAIT_MS
    while ((await api.client(session)) && performance.now() < end)
      await new Promise((go) => setTimeout(go, 50))
  }

  const newLive = (session: string, resumed: boolean): Live => ({
    session,
    state: 'opening',
    resumed,
    publishedAtMs: now(),
    missed: 0,
    samples: [null, null],
    lost: null,
    broken: true,
  })

  const published = async (hook: SrsHookBody): Promise<SrsHookAnswer> => {
    const { stream, client_id: session, ip: address } = hook
    const key = new URLSearchParams(hook.param).get('key') ?? ''
    const refusal = await hooks.mayPublish({ stream, key, session, address })
    if (refusal !== null) return REFUSED
    const before = streams.get(stream)
    if (before?.session === session) return LET_IN
    const resumed = before !== undefined && (before.state !== 'opening' || before.resumed)
    if (before?.lost) clearTimeout(before.lost)
    streams.set(stream, newLive(session, resumed))
    if (before && before.state !== 'interrupted') {
      await hooks
        .onInterrupted({ stream, session: before.session, atMs: now(), reason: 'TAKEN_OVER' })
        .catch(onError)
      await sendAway(before.session)
    }
    watch()
    return LET_IN
  }

  const recorded = async (hook: SrsHookBody & { action: 'on_dvr' }) => {
    const { recordingsFolder } = options
    if (recordingsFolder === null) return
    const live = streams.get(hook.stream)
    const discontinuity = live?.broken ?? true
    const segment = await describeDvrFile(recordingsFolder, { ...hook, discontinuity })
    if (!segment) return
    if (live) live.broken = false
    await hooks.onSegment(segment)
  }

  /** On air since before this process began: its end must be told all the same. */
  const adopted = (hook: SrsHookBody): Live => {
    const live = newLive(hook.client_id, true)
    live.state = 'live'
    streams.set(hook.stream, live)
    return live
  }

  const take = async (hook: SrsHookBody): Promise<SrsHookAnswer> => {
    const live = streams.get(hook.stream)
    if (hook.action === 'on_publish') return published(hook)
    if (hook.action === 'on_dvr') await recorded(hook)
    // SRS keeps whoever asks for what is not there waiting for ever.
    if (hook.action === 'on_play' && !live)
      return (await api.stream(hook.stream))?.publish.active ? LET_IN : REFUSED
    if (hook.action === 'on_unpublish') await interrupt(hook.stream, live ?? adopted(hook), 'UNPUBLISHED')
    return LET_IN
  }

  const seen = async (stream: string, live: Live, found: SrsStream | null) => {
    const there = found?.publish.active === true && (found.publish.cid ?? live.session) === live.session
    if (!there) {
      // A server that died says no on_unpublish.
      if (++live.missed >= MISSED_POLLS && now() - live.publishedAtMs > pollMs * MISSED_POLLS)
        await interrupt(stream, live, 'GONE')
      return
    }
    live.missed = 0
    // SRS counts in steps of `normal_timeout`: rates are taken from one step to the next.
    if (found.recv_bytes !== live.samples[1]?.bytes)
      live.samples = [live.samples[1], { atMs: now(), frames: found.frames, bytes: found.recv_bytes }]
    if (live.state === 'opening' && (found.video ?? found.audio)) {
      live.state = 'live'
      await hooks.onStarted({ stream, session: live.session, resumed: live.resumed, atMs: now() })
    }
  }

  let timer: NodeJS.Timeout | null = null
  const poll = async () => {
    timer = null
    for (const [stream, live] of streams) {
      if (live.state === 'interrupted') continue
      const found = await api.stream(stream).catch((error: unknown) => {
        onError(error)
        return null
      })
      await inTurn(stream, async () => {
        if (streams.get(stream) === live && live.state !== 'interrupted') await seen(stream, live, found)
      }).catch(onError)
    }
    watch()
  }
  const watch = () => {
    const some = [...streams.values()].some((live) => live.state !== 'interrupted')
    if (!some || timer !== null) return
    timer = setTimeout(() => void poll(), pollMs)
    timer.unref()
  }

  return {
    name: 'srs',
    publishUrls: (stream, key) => ({
      rtmpUrl: options.publishUrl,
      key: `${stream}?key=${encodeURIComponent(key)}`,
      whipUrl: null,
    }),
    playUrls: (stream) => {
      const base = `${options.playUrl.replace(/\/$/, '')}/${SRS_APP}/${stream}`
      // SRS cuts whole segments: what it calls HLS plays everywhere, some seconds later than parts would.
      return { flv: `${base}.flv`, wsFlv: null, llHls: `${base}.m3u8`, whep: null }
    },
    async health(stream) {
      const live = streams.get(stream)
      const found = await api.stream(stream)
      if (!found?.publish.active)
        return live && live.state !== 'opening' ? healthOf(stream, live, null) : null
      return healthOf(stream, live ?? null, found)
    },
    async close(stream) {
      const found = await api.stream(stream)
      const live = streams.get(stream)
      if (live?.lost) clearTimeout(live.lost)
      streams.delete(stream)
      if (!found) return
      const clients = await api.clients(found.id)
      // The publisher first: viewers come back at once while there is something to see.
      for (const client of clients.sort((a, b) => Number(b.publish) - Number(a.publish))) {
        if (client.publish) closed.add(client.id)
        await api.kick(client.id)
      }
      for (const old of [...closed].slice(0, -REMEMBERED)) closed.delete(old)
    },
    async hook(given, body) {
      if (!timingSafeEqual(digest(given), secret)) return { status: 403, body: { code: 403 } }
      const parsed = srsHookBody.safeParse(body)
      if (!parsed.success) return { status: 422, body: { code: 422 } }
      const { action, stream, client_id: session } = parsed.data
      // Of one already replaced: answered at once, because its going is what the takeover waits for.
      const live = streams.get(stream)
      if (action === 'on_unpublish' && (closed.delete(session) || (live && live.session !== session)))
        return LET_IN
      try {
        return await inTurn(parsed.data.stream, () => take(parsed.data))
      } catch (error) {
        onError(error)
        return { status: 503, body: { code: 503 } }
      }
    },
    stop() {
      if (timer) clearTimeout(timer)
      for (const { lost } of streams.values()) if (lost) clearTimeout(lost)
      streams.clear()
    },
  }
}

const TALLEST = 1080
const healthOf = (stream: string, live: Live | null, found: SrsStream | null): StreamHealth => {
  const [older, newer] = live?.samples ?? [null, null]
  const spanMs = older && newer ? newer.atMs - older.atMs : 0
  const kbps = older && newer && spanMs > 0 ? Math.round(((newer.bytes - older.bytes) * 8) / spanMs) : 0
  const frames = older && newer ? newer.frames - older.frames : 0
  const advice: HealthAdvice[] = []
  if (found && !found.video) advice.push('noVideo')
  if (found && !found.audio) advice.push('noAudio')
  if (found?.video && Math.min(found.video.width, found.video.height) > TALLEST) advice.push('tooLarge')
  return {
    stream,
    state: found ? 'live' : 'interrupted',
    protocol: 'rtmp',
    publishedAtMs: live?.publishedAtMs ?? 0,
    // SRS counts picture and sound together.
    videoKbps: kbps,
    audioKbps: 0,
    fps: spanMs > 0 ? Math.round((frames * 1000) / spanMs) : 0,
    width: found?.video?.width ?? 0,
    height: found?.video?.height ?? 0,
    videoCodec: found?.video?.codec ?? null,
    audioCodec: found?.audio?.codec ?? null,
    keyFrameEveryMs: null,
    reordered: false,
    audioLagMs: 0,
    viewers: found ? Math.max(0, found.clients - 1) : 0,
    advice,
  }
}
