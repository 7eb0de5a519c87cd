// What a camera's stream is given to once it is off the wire: whole pictures and whole frames of sound with their times. Why a port:
// the gateway knows WebRTC and nothing of FLV or HLS; the edge behind it takes RTMP and this the same way.

/** One picture. `nalUnits` without start codes, parameter sets in front of a key frame. Milliseconds since the stream's first frame. */
export type VideoUnit = { nalUnits: readonly Buffer[]; timestampMs: number; keyFrame: boolean }
/** One AAC frame (1,024 samples a channel) without an ADTS header. */
export type AudioFrame = { data: Buffer; timestampMs: number }

export type MediaSink = {
  video(unit: VideoUnit): void
  /** The AudioSpecificConfig (ISO 14496-3 §1.6.2.1); before the first `audio`. */
  audioConfig(config: Buffer): void
  audio(frame: AudioFrame): void
  /** The publisher is gone; `reason` is for the log. Twice is the same as once. */
  gone(reason: string): void
}

export type Publishing = {
  stream: string
  key: string
  session: string
  address: string
  /** Called when a newer publisher took the stream, or it was closed: the peer must go. */
  onReplaced: (reason: string) => void
}
/** Asks `LiveHooks.mayPublish`; a refusal is that code. */
export type OpenSink = (publishing: Publishing) => Promise<{ refusal: string } | { sink: MediaSink }>
