// Rows of a table of fixed room, for names: whoever was met longest ago gives its row to a new one. A row alone does not say whose it was
// when it was noted down, so what is noted is a ticket: the row, and how often it had been given by then.

export type Places = ReturnType<typeof createPlaces>
export type PlacesDump = { names: string[]; tickets: Float64Array; given: Uint32Array }

export function createPlaces(room: number) {
  /** Name → ticket; who was met longest ago first. */
  const tickets = new Map<string, number>()
  const given = new Uint32Array(room)
  const rowOf = (ticket: number): number => ticket % room

  return {
    get size() {
      return tickets.size
    },
    rowOf,
    /** 0 for a name without a place. */
    of: (name: string): number => tickets.get(name) ?? 0,
    /** Whether the row is still that of the name it was given to with this ticket. */
    holds: (ticket: number): boolean => ticket > 0 && Math.floor(ticket / room) === given[rowOf(ticket)],

    /** Its ticket; `renew` is told of a row that begins anew. */
    meet(name: string, renew: (row: number) => void = () => {}): number {
      let ticket = tickets.get(name)
      if (ticket !== undefined) tickets.delete(name)
      else {
        let row = tickets.size
        if (row === room) {
          const [oldest, itsTicket] = tickets.entries().next().value!
          tickets.delete(oldest)
          row = rowOf(itsTicket)
        }
        given[row]! += 1
        ticket = given[row]! * room + row
        renew(row)
      }
      tickets.set(name, ticket)
      return ticket
    },

    dump: (): PlacesDump => ({
      names: [...tickets.keys()],
      tickets: Float64Array.from(tickets.values()),
      given: given.slice(0, tickets.size),
    }),
    /** A RangeError and nothing changed for what is no dump of this room. */
    restore(from: PlacesDump): void {
      const { names } = from
      const rows = new Set(Array.from(from.tickets, rowOf))
      const fits = from.tickets.length === names.length && from.given.length === names.length
      if (names.length > room || !fits || rows.size !== names.length || rows.has(NaN))
        throw new RangeError(`places: ${names.length} names do not fit ${room} rows`)
      tickets.clear()
      names.forEach((name, i) => tickets.set(name, from.tickets[i]!))
      given.fill(0)
      given.set(from.given)
    },
  }
}
