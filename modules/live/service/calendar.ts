// What creators planned, one list: rooms with a time, and the dates of programmes that have no room yet. And how long they were on air.
import type { InputOf, OutputOf } from '#kernel/contract'
import { DAY_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import * as c from '../contract.ts'
import { AHEAD_DAYS, datesBetween, type ProgrammeDate } from '../domain/programme-calendar.ts'
import * as repository from '../repository/programmes.ts'
import { airtimeOf } from '../repository/rooms.ts'
import type { ProgrammeRow } from '../repository/programmes.ts'
import type { RoomRow } from '../repository/rows.ts'

type Entry = OutputOf<typeof c.getCalendar>['entries'][number]

export type Airtime = { rooms: number; liveMs: number; onAirRoomId: Id<'rom'> | null }

const MAX_ENTRIES = 1000

export function createCalendar({ db, clock }: Pick<Deps, 'db' | 'clock'>) {
  /** The earliest first. @throws AppError DATE_INVALID */
  async function calendarOf(tx: Tx, creatorIds: readonly string[], from: Date, to: Date): Promise<Entry[]> {
    if (!(from < to) || to.getTime() - from.getTime() > c.MAX_CALENDAR_DAYS * DAY_MS)
      throw new AppError('DATE_INVALID')
    const planned = await repository.roomsBetween(tx, creatorIds, from, to, MAX_ENTRIES)
    const rows = await repository.listProgrammes(tx, creatorIds, ['active'], c.MAX_PROGRAMMES * 5)
    const programmeIds = rows.map((r) => r.programme_id)
    const skips = await repository.skipsOf(tx, programmeIds)
    const taken = await takenDays(tx, programmeIds, from)
    const now = clock.now()
    const dates = rows.flatMap((p) =>
      datesBetween(p, from > now ? from : now, to, c.MAX_CALENDAR_DAYS)
        .filter((d) => !taken.has(`${p.programme_id} ${d.day}`))
        .map((d) => dateEntry(p, d, skips.get(p.programme_id)!.has(d.day))),
    )
    return [...planned.map(roomEntry), ...dates]
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .slice(0, MAX_ENTRIES)
  }

  return {
    calendarOf,
    /** By creator; who was not on air is left out. `to` may be now. */
    async airtime(
      tx: Tx,
      creatorIds: readonly string[],
      from: Date,
      to: Date,
    ): Promise<Map<string, Airtime>> {
      const rows = await airtimeOf(tx, creatorIds, from, to)
      return new Map(
        rows.map((r) => [
          r.creator_id,
          { rooms: r.rooms, liveMs: Math.round(r.live_ms), onAirRoomId: r.on_air },
        ]),
      )
    },
    getCalendar: ({
      creatorId,
      from,
      to,
    }: InputOf<typeof c.getCalendar>): Promise<OutputOf<typeof c.getCalendar>> =>
      db.read(async (tx) => ({ entries: await calendarOf(tx, [creatorId], new Date(from), new Date(to)) })),
  }
}

/** Dates that have a room, wherever the room was moved to. */
async function takenDays(tx: Tx, programmeIds: readonly Id<'prg'>[], from: Date): Promise<Set<string>> {
  const since = new Date(from.getTime() - AHEAD_DAYS * DAY_MS)
  const opened = await repository.roomsOfProgrammes(tx, programmeIds, since)
  return new Set(opened.map((r) => `${r.programme_id} ${r.programme_day}`))
}

const roomEntry = (r: RoomRow): Entry => ({
  kind: 'room',
  creatorId: r.creator_id,
  at: r.planned_at!.toISOString(),
  durationMinutes: null,
  title: r.title,
  programmeId: r.programme_id,
  day: r.programme_day,
  skipped: false,
  roomId: r.room_id,
  roomState: r.state,
})

const dateEntry = (p: ProgrammeRow, d: ProgrammeDate, skipped: boolean): Entry => ({
  kind: 'date',
  creatorId: p.creator_id,
  at: d.at.toISOString(),
  durationMinutes: p.duration_minutes,
  title: p.title,
  programmeId: p.programme_id,
  day: d.day,
  skipped,
  roomId: null,
  roomState: null,
})
