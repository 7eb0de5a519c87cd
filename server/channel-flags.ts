// How the channel's process is started: a small heap, and an allocator that does not keep a pool for every thread. What it holds is
// sockets, most of whose memory is not on the heap. With a nursery of 4 MB a tenth of the time of
// 19,000 sockets went into collecting it.
export const CHANNEL_FLAGS = [
  '--max-semi-space-size=8',
  '--max-old-space-size=384',
  '--optimize-for-size',
  '--v8-pool-size=1',
] as const
export const CHANNEL_ENV = { MALLOC_ARENA_MAX: '2' } as const
