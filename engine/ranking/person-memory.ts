// What is remembered of a person for ranking: how this visit goes, and what they took long ago. A few dozen numbers each, of the last
// `maxPeople` who were seen; whoever returns later begins anew.

export type PersonMemory = {
  lastMs: number
  /** Of this visit. */
  shows: number
  successes: number
  /** Passed by since the last success. */
  misses: number
  lastSuccess: boolean
  lastItem: number
  lastSurface: number
  /** Seconds, of the last whose playing has ended; −1 for none. */
  lastPlayedSeconds: number
  /** Of its length (plus a second), above 1 when played again; −1 for none. */
  lastPlayedShare: number
  /** Taken earlier, the latest last. */
  readonly earlier: ArrayLike<number>
  readonly earlierLiked: number
  readonly earlierDeep: number
}
export type Earlier = { taken: ArrayLike<number>; liked: number; deep: number }
export type PersonMemories = ReturnType<typeof createPersonMemories>

/** What is written down of each, in this order. */
const DUMPED = [
  'lastMs',
  'shows',
  'successes',
  'misses',
  'lastSuccess',
  'lastItem',
  'lastSurface',
  'lastPlayedSeconds',
  'lastPlayedShare',
] as const
export type PersonMemoriesDump = { people: Float64Array; numbers: Float64Array }

function setField(memory: PersonMemory, field: (typeof DUMPED)[number], value: number): void {
  if (field === 'lastSuccess') memory.lastSuccess = value === 1
  else memory[field] = value
}

const NOBODY: Earlier = { taken: [], liked: 0, deep: 0 }

export function createPersonMemories(
  maxPeople: number,
  earlierOf: (person: number) => Earlier = () => NOBODY,
) {
  const memories = new Map<number, PersonMemory>()

  function newMemory(person: number): PersonMemory {
    const { taken, liked, deep } = earlierOf(person)
    return {
      lastMs: -1,
      shows: 0,
      successes: 0,
      misses: 0,
      lastSuccess: false,
      lastItem: -1,
      lastSurface: -1,
      lastPlayedSeconds: -1,
      lastPlayedShare: -1,
      earlier: taken,
      earlierLiked: liked,
      earlierDeep: deep,
    }
  }

  return {
    get size() {
      return memories.size
    },
    /** For reading: nobody gets a place, and nobody loses one, by being asked about. */
    peek: (person: number): PersonMemory => memories.get(person) ?? newMemory(person),
    of(person: number): PersonMemory {
      const known = memories.get(person)
      if (known) return known
      const fresh = newMemory(person)
      if (memories.size >= maxPeople) memories.delete(memories.keys().next().value!)
      memories.set(person, fresh)
      return fresh
    },
    /** An impression and what came of it. Beyond `visitGapMs` since the last a new visit begins. */
    note(
      person: number,
      item: number,
      surface: number,
      atMs: number,
      success: boolean,
      visitGapMs: number,
    ): void {
      const memory = this.of(person)
      memories.delete(person)
      memories.set(person, memory)
      if (memory.lastMs < 0 || atMs - memory.lastMs > visitGapMs)
        memory.shows = memory.successes = memory.misses = 0
      memory.shows++
      if (success) memory.successes++
      memory.misses = success ? 0 : memory.misses + 1
      memory.lastSuccess = success
      memory.lastItem = item
      memory.lastSurface = surface
      memory.lastMs = atMs
    },

    /** Who they are, the longest absent first, and `DUMPED` numbers each; what they took earlier is the caller's. */
    dump: (): PersonMemoriesDump => ({
      people: Float64Array.from(memories.keys()),
      numbers: Float64Array.from(
        [...memories.values()].flatMap((m) => DUMPED.map((field) => Number(m[field]))),
      ),
    }),
    restore({ people, numbers }: PersonMemoriesDump): void {
      if (numbers.length !== people.length * DUMPED.length || people.length > maxPeople)
        throw new RangeError(`createPersonMemories: ${numbers.length} numbers for ${people.length} people`)
      memories.clear()
      people.forEach((person, row) => {
        const memory = this.of(person)
        DUMPED.forEach((field, k) => setField(memory, field, numbers[row * DUMPED.length + k]!))
      })
    },

    /** The playing of something has ended. */
    notePlayed(person: number, playedMs: number, durationMs: number): void {
      const memory = this.of(person)
      memory.lastPlayedSeconds = playedMs / 1_000
      const share = playedMs / (durationMs + 1_000)
      memory.lastPlayedShare = share >= 0 ? Math.min(share, 64) : -1
    },
  }
}
