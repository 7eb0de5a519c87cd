// What the channel counts since it started; `server/channel.ts` shows it to Prometheus.
export type ChannelCounts = ReturnType<typeof noCounts>

export const noCounts = () => ({
  sockets: 0,
  events: 0,
  ticks: 0,
  tickFrames: 0,
  tickFramesSkipped: 0,
  /** Ticks whose sweep before was not done. */
  ticksLate: 0,
  chatAccepted: 0,
  chatRefused: 0,
  chatShown: 0,
  chatDropped: 0,
  framesIgnored: 0,
  slowCloses: 0,
  floodCloses: 0,
  saveFailures: 0,
  /** How late the last tick's timer was. */
  tickLagMs: 0,
})
