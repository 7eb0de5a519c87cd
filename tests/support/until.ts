// Waits for what a test cannot be told: asked again and again, within a bound. The bound is there so that nothing hangs; a time that
// is promised is given by the test, or measured by it.

/** Answers the first thing found. @throws Error naming `what`, when there is none within `withinMs` */
export async function until<T>(
  what: string,
  find: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = 40_000,
): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await find()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
