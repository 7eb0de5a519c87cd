// Faults for tests: an engine that is slow, that hangs, or that takes its thread with it, for as long as a flag in shared memory says so.
// Memory is filled in small pieces: Node stops a thread whose heap is full, but a single built-in call that asks for far more than
// there is (one huge array) takes the whole process along.
import type { EngineHere } from './engine-host.ts'

export const FAULTS = ['none', 'slow', 'hangs', 'leaves', 'throws', 'no memory'] as const
export type Fault = (typeof FAULTS)[number]
export type Planted = { flag: Int32Array<SharedArrayBuffer>; slowMs: number }

export const aFlag = (): Planted['flag'] => new Int32Array(new SharedArrayBuffer(4))
export const plant = (flag: Planted['flag'], fault: Fault): void =>
  void Atomics.store(flag, 0, FAULTS.indexOf(fault))

/** Each question is met by the fault that is planted. */
export function withFaults(engine: EngineHere, { flag, slowMs }: Planted): EngineHere {
  return {
    ...engine,
    nextAfter(...question) {
      const fault = FAULTS[Atomics.load(flag, 0)]
      if (fault === 'slow') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, slowMs)
      if (fault === 'hangs') for (;;);
      if (fault === 'leaves') process.exit(3)
      if (fault === 'throws') {
        queueMicrotask(() => fail())
        return []
      }
      if (fault === 'no memory') for (let kept: unknown = null; ; kept = { kept });
      return engine.nextAfter(...question)
    },
  }
}

function fail(): never {
  throw new Error('planted')
}
