// Preloaded into a process (`node --import`): its machine's date is SKEW_MS wrong, as seen by everything in it. What node's own timers
// and steady counter measure is not touched, as on a machine whose date was set wrongly.
const skewMs = Number(process.env.SKEW_MS)
const Right = Date

globalThis.Date = new Proxy(Right, {
  construct: (target, args: [], newTarget) =>
    args.length > 0
      ? (Reflect.construct(target, args, newTarget) as object)
      : new Right(Right.now() + skewMs),
  apply: () => new Right(Right.now() + skewMs).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? () => Right.now() + skewMs : (Reflect.get(target, name, receiver) as unknown),
})
