// How the channel's process is started: a small heap. What it holds is sockets, whose memory is not on it; a roomy nursery would only be
// room that is never given back.
export const CHANNEL_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=384'] as const
