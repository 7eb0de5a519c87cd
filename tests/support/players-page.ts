// A page with both live players side by side, which counts what each has shown.
import { afterHole, HOLE_MS } from '../../apps/client/live-playback.ts'
import { servePage } from '../../bench/live/glass.ts'

const HTML = `<!doctype html><meta charset="utf-8"><title>players</title><script src="/mpegts.js"></script><script src="/hls.js"></script>
<video id="flv" muted playsinline width="320"></video><video id="llHls" muted playsinline width="320"></video><script>
const state = {}
function watch(id) {
  const video = document.getElementById(id)
  const one = (state[id] = { video, frames: 0, errors: [] })
  const onFrame = () => { one.frames += 1; video.requestVideoFrameCallback(onFrame) }
  video.requestVideoFrameCallback(onFrame)
  return one
}
const afterHole = ${afterHole}
window.open2 = (base) => {
  const flv = watch('flv')
  const player = mpegts.createPlayer({ type: 'flv', isLive: true, url: base + '.flv' },
    { enableStashBuffer: false, liveSync: true, liveSyncTargetLatency: 0.3, liveSyncMaxLatency: 0.6 })
  player.on(mpegts.Events.ERROR, (a, b) => flv.errors.push(a + ' ' + b))
  player.attachMediaElement(flv.video)
  player.load()
  void player.play()
  // As ours does: what one publisher sent late of its sound leaves a hole before the next one's picture.
  let at = -1
  setInterval(() => {
    const { currentTime, buffered } = flv.video
    const next = currentTime === at ? afterHole(buffered, currentTime) : null
    if (next !== null) flv.video.currentTime = next
    at = currentTime
  }, ${HOLE_MS})
  const llHls = watch('llHls')
  const hls = new Hls({ lowLatencyMode: true })
  hls.on(Hls.Events.ERROR, (_, e) => llHls.errors.push(e.details))
  hls.loadSource(base + '/index.m3u8')
  hls.attachMedia(llHls.video)
  void llHls.video.play()
}
window.seen = () => Object.fromEntries(Object.entries(state).map(([id, one]) =>
  [id, { frames: one.frames, seconds: one.video.currentTime, width: one.video.videoWidth, errors: one.errors,
  ranges: Array.from({ length: one.video.buffered.length }, (_, i) => [one.video.buffered.start(i), one.video.buffered.end(i)]) }]))
</script>`

export const playersPage = () => servePage(HTML)
