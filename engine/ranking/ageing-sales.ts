// Sales whose answer is open, and how far each of them counts as answered by its age. A return is heard of when it comes and a kept thing
// never is, so an open sale is a trial only as far as returns are there by its age: by the delays of returns among the sales whose window is
// over (of all of those, or the quick returns would be known first). A kind of queue by age keeps it cheap and a run repeatable.

export type Sale = {
  /** Names the sale; '' once it is gone. */
  key: string
  atMs: number
  keys: Uint32Array
  /** What was known of it when it was bought. */
  row: Float32Array
  /** As foretold when it was bought. */
  chance: number
  /** Parts of the window it has passed, and the part of a trial that it was counted as by then. */
  aged: number
  counted: number
  /** In which part it came back; −1: it has not. */
  returnedIn: number
}
export type AgeingOptions = {
  /** A sale is open until it came back or so long has passed. */
  windowMs: number
  /** A return after that corrects, for so long. */
  correctionMs: number
  /** Sales that are remembered, at most; of more the oldest leave as they are. */
  maxSales: number
}
/** In columns, so that many cost little to write down. `numbers`: time, chance, part of a trial, age, when it came back. */
export type AgeingDump = {
  names: string[]
  keys: Uint32Array
  rows: Float32Array
  numbers: Float64Array
  delays: number[]
}
export type AgeingSales = ReturnType<typeof createAgeingSales>
export type Aged = {
  /** So much more of a trial, at this time. */
  counts: (sale: Sale, trial: number, atMs: number) => void
  /** Its window is over. */
  closes: (sale: Sale) => void
}

/** Where the parts of the window end. */
const EDGES = [1 / 30, 2 / 30, 0.1, 5 / 30, 7 / 30, 1 / 3, 14 / 30, 0.7, 1]
const startOf = (part: number): number => EDGES[part - 1] ?? 0
/** Counted in the middle of each part; then the window closes, and at last it is forgotten. */
const MIDDLES = EDGES.map((edge, part) => (startOf(part) + edge) / 2)
const [CLOSES, FORGOTTEN] = [EDGES.length, EDGES.length + 1]
/** Returns that the even spread over the window is worth, before their real delays are known; and after how many those count half. */
const DELAY_PRIOR = 10
const DELAY_HALF_LIFE = 2_000
const NUMBERS = 5
/** Places passed that a queue keeps. */
const SLACK = 1_000

export function createAgeingSales({ windowMs, correctionMs, maxSales }: AgeingOptions) {
  const delays = Float64Array.from(EDGES, (edge, part) => DELAY_PRIOR * (edge - startOf(part)))
  const sales = new Map<string, Sale>()
  /** By age the sales that come to it next, in the order of their purchase. */
  let queues = newQueues()

  function newQueues(): { list: Sale[]; from: number }[] {
    return Array.from({ length: FORGOTTEN + 1 }, () => ({ list: [], from: 0 }))
  }
  const dueMs = ({ atMs, aged }: Sale): number =>
    atMs + (MIDDLES[aged] ?? 1) * windowMs + (aged === FORGOTTEN ? correctionMs : 0)

  function put(sale: Sale): void {
    sales.set(sale.key, sale)
    queues[sale.aged]!.list.push(sale)
  }
  function leave(sale: Sale): void {
    sales.delete(sale.key)
    sale.key = ''
  }

  function age(sale: Sale, { counts, closes }: Aged): void {
    if (sale.aged === FORGOTTEN) return leave(sale)
    if (sale.aged === CLOSES) {
      if (sale.returnedIn >= 0) noteDelay(sale.returnedIn)
      closes(sale)
    } else {
      const left = 1 - sale.counted
      const total = delays.reduce((sum, n) => sum + n, 0)
      const trial = sale.aged === CLOSES - 1 ? left : Math.min(delays[sale.aged]! / total, left)
      counts(sale, trial, dueMs(sale))
      sale.counted += trial
    }
    sale.aged++
    queues[sale.aged]!.list.push(sale)
  }
  function noteDelay(part: number): void {
    for (let p = 0; p < CLOSES; p++) delays[p]! *= 2 ** (-1 / DELAY_HALF_LIFE)
    delays[part]! += 1
  }

  return {
    get size() {
      return sales.size
    },
    of: (key: string): Sale | undefined => sales.get(key),
    leave,
    /** Its window is not over and it has not come back. */
    isOpen: ({ aged, returnedIn }: Sale): boolean => aged <= CLOSES && returnedIn < 0,
    isClosed: ({ aged }: Sale): boolean => aged > CLOSES,
    countOpen: (): number => {
      let open = 0
      for (const { aged, returnedIn } of sales.values()) if (aged <= CLOSES && returnedIn < 0) open++
      return open
    },

    /** Answers the one that had to leave for it. */
    add(sale: Omit<Sale, 'aged' | 'counted' | 'returnedIn'>): Sale | undefined {
      put({ ...sale, aged: 0, counted: 0, returnedIn: -1 })
      if (sales.size <= maxSales) return undefined
      const oldest = sales.values().next().value!
      leave(oldest)
      return oldest
    },

    cameBack(sale: Sale, atMs: number): void {
      const part = EDGES.findIndex((edge) => atMs - sale.atMs <= edge * windowMs)
      sale.returnedIn = part < 0 ? CLOSES - 1 : part
    },

    /** Time has passed. */
    release(nowMs: number, aged: Aged): void {
      for (const queue of queues) {
        for (; queue.from < queue.list.length; queue.from++) {
          const sale = queue.list[queue.from]!
          if (sale.key === '') continue
          if (dueMs(sale) > nowMs) break
          age(sale, aged)
        }
        if (queue.from < SLACK || 2 * queue.from < queue.list.length) continue
        queue.list = queue.list.slice(queue.from)
        queue.from = 0
      }
    },

    dump(): AgeingDump {
      const all = [...sales.values()]
      const [keys, row] = [all[0]?.keys.length ?? 0, all[0]?.row.length ?? 0]
      const to: AgeingDump = {
        names: all.map(({ key }) => key),
        keys: new Uint32Array(all.length * keys),
        rows: new Float32Array(all.length * row),
        numbers: new Float64Array(all.length * NUMBERS),
        delays: [...delays],
      }
      all.forEach((sale, n) => {
        to.keys.set(sale.keys, n * keys)
        to.rows.set(sale.row, n * row)
        to.numbers.set([sale.atMs, sale.chance, sale.counted, sale.aged, sale.returnedIn], n * NUMBERS)
      })
      return to
    },
    restore({ names, keys, rows, numbers, delays: from }: AgeingDump): void {
      delays.set(from)
      sales.clear()
      queues = newQueues()
      const [wide, long] = [keys.length / names.length, rows.length / names.length]
      names.forEach((key, n) => {
        const [atMs, chance, counted, aged, returnedIn] = numbers.subarray(n * NUMBERS) as unknown as number[]
        put({
          key,
          atMs: atMs!,
          keys: keys.slice(n * wide, (n + 1) * wide),
          row: rows.slice(n * long, (n + 1) * long),
          chance: chance!,
          aged: aged!,
          counted: counted!,
          returnedIn: returnedIn!,
        })
      })
    },
  }
}
