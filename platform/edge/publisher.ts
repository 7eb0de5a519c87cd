// What any way in (RTMP here, a browser's camera elsewhere) hands to a stream, and how it asks to be let in.

export type Publisher = {
  /** Names this attempt in hooks and logs. */
  session: string
  /** An AVCDecoderConfigurationRecord; false: not one that players know. */
  videoSetup(avcC: Buffer): boolean
  /** An AudioSpecificConfig; false: not one that players know. */
  audioSetup(asc: Buffer): boolean
  /** H.264 access unit, length-prefixed as `avcC` says. Times of the sender's own clock. */
  video(frame: { timestampMs: number; compositionMs: number; key: boolean; data: Buffer }): void
  /** One raw AAC frame. */
  audio(frame: { timestampMs: number; data: Buffer }): void
  /** What the sender announced (`onMetaData`), so that a sound-only stream starts at once. */
  announce(tracks: { video: boolean; audio: boolean }): void
  /** It left, or was thrown out; viewers are kept for the resume window. Twice is the same as once. */
  end(reason: string): void
}

export type PublishAttempt = {
  stream: string
  key: string
  address: string
  protocol: 'rtmp' | 'whip'
  /** Called when another publisher takes over, the stream is closed, or it fell silent. */
  dismiss(reason: string): void
}
export type PublishAnswer = { publisher: Publisher } | { refused: string }
/** Asks the hooks; nothing of the stream is touched before they let it in. */
export type OpenPublisher = (attempt: PublishAttempt) => Promise<PublishAnswer>

/** What a stream may be called: it becomes a folder and a part of addresses. */
export const isStreamName = (text: string) => /^[A-Za-z0-9_-]{1,64}$/.test(text)
export const MAX_KEY_CHARACTERS = 256
