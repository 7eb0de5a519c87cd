// From one item to the next in the time a sheet takes to open. A browser's own smooth scrolling takes as long as it likes and
// stops half way when something else scrolls; snapping is let go meanwhile, or it would pull back.
const GLIDE_MS = 220

const TAKE_OVER = ['touchstart', 'wheel'] as const
const gliding = new WeakMap<HTMLElement, { top: number; stop: () => void }>()

/** Where it is going, or where it rests. */
export const headingFor = (el: HTMLElement): number => gliding.get(el)?.top ?? el.scrollTop

export const isGliding = (el: HTMLElement): boolean => gliding.has(el)

const easeOut = (x: number) => 1 - (1 - x) ** 3

/** Scrolls `el` to `top`; a finger or a wheel takes over at once. */
export function glide(el: HTMLElement, to: number, still: boolean): void {
  gliding.get(el)?.stop()
  const top = Math.min(Math.max(0, to), el.scrollHeight - el.clientHeight)
  if (still) return el.scrollTo({ top, behavior: 'instant' })
  const from = el.scrollTop
  const since = performance.now()
  let frame = 0
  const stop = () => {
    cancelAnimationFrame(frame)
    el.style.scrollSnapType = ''
    gliding.delete(el)
    for (const event of TAKE_OVER) el.removeEventListener(event, stop)
  }
  const step = (now: number) => {
    const part = Math.min(1, Math.max(0, (now - since) / GLIDE_MS))
    el.scrollTop = from + (top - from) * easeOut(part)
    if (part < 1) frame = requestAnimationFrame(step)
    else stop()
  }
  el.style.scrollSnapType = 'none'
  for (const event of TAKE_OVER) el.addEventListener(event, stop, { passive: true })
  gliding.set(el, { top, stop })
  frame = requestAnimationFrame(step)
}
