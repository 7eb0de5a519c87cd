// What carries a live picture from a camera to a crowd, behind one interface: our own edge (`platform/edge`), or SRS driven by its
// hooks. Why so narrow: rooms, money and rules live in modules; an engine knows streams, keys and bytes.

/** `flv` and `wsFlv` start fastest; `llHls` plays everywhere and passes caches; `whep` is for those who talk to each other. */
export type PlayUrls = { flv: string | null; wsFlv: string | null; llHls: string | null; whep: string | null }
/** What is typed into OBS (`rtmpUrl`, `key`), and where a browser's camera sends to. */
export type PublishUrls = { rtmpUrl: string; key: string; whipUrl: string | null }

export type StreamHealth = {
  stream: string
  state: 'live' | 'interrupted'
  protocol: 'rtmp' | 'whip'
  publishedAtMs: number
  videoKbps: number
  audioKbps: number
  fps: number
  width: number
  height: number
  videoCodec: string | null
  audioCodec: string | null
  keyFrameEveryMs: number | null
  /** Frames are reordered (B-frames): adds delay, and rules WebRTC out. */
  reordered: boolean
  /** Milliseconds by which sound and picture drift apart; positive: sound is late. */
  audioLagMs: number
  viewers: number
  /** What the anchor should change, by code; the desk says it in words: see `HEALTH_ADVICE`. */
  advice: readonly HealthAdvice[]
  /** `failing`: the disk is full or too slow; the stream itself goes on. Absent where the engine cannot say. */
  recording?: 'running' | 'failing' | 'off'
}

export const HEALTH_ADVICE = [
  'keyFrameTooFar',
  'bFrames',
  'bitrateLow',
  'bitrateHigh',
  'noAudio',
  'noVideo',
  'tooLarge',
  'frameRateLow',
  'clockJumped',
] as const
export type HealthAdvice = (typeof HEALTH_ADVICE)[number]

export type LiveEngine = {
  name: 'edge' | 'srs'
  publishUrls(stream: string, key: string): PublishUrls
  playUrls(stream: string): PlayUrls
  /** Null: nobody publishes it and nobody did within the resume window. @throws AppError PROVIDER_UNAVAILABLE */
  health(stream: string): Promise<StreamHealth | null>
  /** Closes the publisher and every viewer. Doing it twice is the same as once. @throws AppError PROVIDER_UNAVAILABLE */
  close(stream: string): Promise<void>
}

const NOWHERE: PlayUrls = { flv: null, wsFlv: null, llHls: null, whep: null }

/** Where a stream is played; nowhere while it is not on, or where no engine runs. */
export const playUrlsOf = (engine: LiveEngine | null, stream: string, isOn = true): PlayUrls =>
  (isOn ? engine?.playUrls(stream) : null) ?? NOWHERE

/** Where a stream is sent; the key alone where no engine runs. */
export const publishUrlsOf = (engine: LiveEngine | null, stream: string, key: string): PublishUrls =>
  engine?.publishUrls(stream, key) ?? { rtmpUrl: '', key, whipUrl: null }

/** What an engine asks and tells. Asked before a byte is taken; told in the order it happened. */
export type LiveHooks = {
  /** `null` lets it in; otherwise the refusal's code (WRONG_KEY, ROOM_ENDED …). `session` names this attempt in later calls. */
  mayPublish(p: { stream: string; key: string; session: string; address: string }): Promise<string | null>
  /** The first key frame is here: started, or back within the resume window. */
  onStarted(p: { stream: string; session: string; resumed: boolean; atMs: number }): Promise<void>
  /** The publisher is gone or silent; viewers are kept for the resume window. */
  onInterrupted(p: { stream: string; session: string; atMs: number; reason: string }): Promise<void>
  /** The resume window passed without the publisher. */
  onLost(p: { stream: string; atMs: number }): Promise<void>
  /** A finished piece of the recording lies on disk. */
  onSegment(p: RecordedSegment): Promise<void>
}

export type RecordedSegment = {
  stream: string
  /** 0, 1, 2 … within the stream's recording; survives restarts. */
  index: number
  /** Wall clock of its first frame. */
  startedAtMs: number
  durationMs: number
  /** Relative to the recordings folder. `initFile` describes the codecs; a new one after a change of them. */
  file: string
  initFile: string
  bytes: number
  /** Hex SHA-256 of the file. */
  sha256: string
  /** True when it does not continue the one before it. */
  discontinuity: boolean
}
