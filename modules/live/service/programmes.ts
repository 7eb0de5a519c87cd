// Programmes: made, edited, moved through their states, a date left out, a date opened as a room. A date is named by its local day, so
// two who open the same one at once find one room.
import type { InputOf, OutputOf } from '#kernel/contract'
import { DAY_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import * as c from '../contract.ts'
import {
  AHEAD_DAYS,
  datesBetween,
  overlapsAmong,
  unskippedAfter,
  type ProgrammeDate,
} from '../domain/programme-calendar.ts'
import { dayIn } from '../domain/programme-date.ts'
import { nextProgrammeState, programmeActionsIn } from '../domain/programme-state.ts'
import * as repository from '../repository/programmes.ts'
import type { ProgrammeRow } from '../repository/programmes.ts'
import type { Rooms } from './rooms.ts'
import { toDeskRoom } from './views.ts'

type DeskProgramme = OutputOf<typeof c.editProgramme>
export type PublicProgramme = Omit<OutputOf<typeof c.listMyProgrammes>['items'][number], 'author'>
type Key = { creatorId: string; programmeId: string }

const SUBSCRIPTIONS = 200

export function createProgrammes({ db, clock, ids }: Deps, rooms: Pick<Rooms, 'createRoom'>) {
  const recurrence = (p: ProgrammeRow) => ({ ...p, durationMinutes: p.duration_minutes })

  async function lockOne(tx: Tx, { creatorId, programmeId }: Key): Promise<ProgrammeRow> {
    const row = await repository.findProgramme(tx, programmeId, { creatorId, lock: true })
    if (!row) throw new AppError('NOT_FOUND')
    return row
  }

  async function requireRoomFor(tx: Tx, creatorId: string): Promise<void> {
    await repository.lockProgrammesOf(tx, creatorId)
    if ((await repository.countOpen(tx, creatorId)) >= c.MAX_PROGRAMMES) throw new AppError('PROGRAMME_LIMIT')
  }

  /** @throws AppError DATE_INVALID for a day on which it is not */
  function dateOn(p: ProgrammeRow, day: string): ProgrammeDate {
    const now = clock.now()
    const dates = datesBetween(p, now, new Date(now.getTime() + AHEAD_DAYS * DAY_MS), AHEAD_DAYS + 1)
    const date = dates.find((d) => d.day === day && d.at > now)
    if (!date) throw new AppError('DATE_INVALID', { day })
    return date
  }

  /** What it is on next, with its room; the first unskipped date after now. */
  async function facts(tx: Tx, rows: readonly ProgrammeRow[]) {
    const programmeIds = rows.map((p) => p.programme_id)
    const now = clock.now()
    const skips = await repository.skipsOf(tx, programmeIds)
    const opened = await repository.roomsOfProgrammes(tx, programmeIds, now)
    return new Map(
      rows.map((p) => {
        const skipped = skips.get(p.programme_id)!
        const date = p.state === 'active' ? unskippedAfter(p, now, skipped) : null
        const room = opened.find((r) => r.programme_id === p.programme_id && r.programme_day === date?.day)
        const at = room?.planned_at ?? date?.at
        const next =
          date && at ? { day: date.day, at: at.toISOString(), roomId: room?.room_id ?? null } : null
        return [
          p.programme_id,
          { skipped: [...skipped].filter((d) => d >= dayIn(p.zone, now)).toSorted(), next },
        ]
      }),
    )
  }

  const shape = (p: ProgrammeRow) => ({
    programmeId: p.programme_id,
    creatorId: p.creator_id,
    title: p.title,
    description: p.description,
    coverUrl: p.cover_url,
    weekdays: p.weekdays,
    minute: p.minute,
    zone: p.zone,
    durationMinutes: p.duration_minutes,
    state: p.state,
  })

  async function deskViews(tx: Tx, rows: readonly ProgrammeRow[]): Promise<DeskProgramme[]> {
    const known = await facts(tx, rows)
    const creators = [...new Set(rows.map((r) => r.creator_id))]
    const active = await repository.listProgrammes(tx, creators, ['active'], c.MAX_PROGRAMMES)
    const met = overlapsAmong(new Map(active.map((p) => [p.programme_id, recurrence(p)])), clock.now())
    return rows.map((p) => ({
      ...shape(p),
      ...known.get(p.programme_id)!,
      version: p.version,
      actions: programmeActionsIn(p.state),
      overlaps: [...(met.get(p.programme_id) ?? [])] as Id<'prg'>[],
    }))
  }
  const deskView = async (tx: Tx, row: ProgrammeRow) => (await deskViews(tx, [row]))[0]!

  async function publicViews(
    tx: Tx,
    rows: readonly ProgrammeRow[],
    personId: string | null,
  ): Promise<PublicProgramme[]> {
    const known = await facts(tx, rows)
    const subscribed = new Set(personId ? await repository.subscriptionsOf(tx, personId, SUBSCRIPTIONS) : [])
    return rows
      .map((p) => ({
        ...shape(p),
        next: known.get(p.programme_id)!.next,
        subscribedByViewer: subscribed.has(p.programme_id),
      }))
      .toSorted((a, b) => (a.next?.at ?? '~').localeCompare(b.next?.at ?? '~'))
  }

  async function setSubscription(
    programmeId: Id<'prg'>,
    ctx: Ctx,
    on: boolean,
  ): Promise<{ subscribed: boolean }> {
    return db.transaction(async (tx) => {
      const row = await repository.findProgramme(tx, programmeId)
      if (!row || (on && row.state === 'ended')) throw new AppError('NOT_FOUND')
      await repository.setSubscriber(tx, programmeId, personOf(ctx), on, clock.now())
      return { subscribed: on }
    })
  }

  return {
    async createProgramme(tx: Tx, input: InputOf<typeof c.createProgramme>): Promise<DeskProgramme> {
      await requireRoomFor(tx, input.creatorId)
      const row = await repository.insertProgramme(tx, {
        programme_id: ids.next('prg'),
        creator_id: input.creatorId,
        title: input.title,
        description: input.description,
        cover_url: input.coverUrl,
        weekdays: input.weekdays.toSorted((a, b) => a - b),
        minute: input.minute,
        zone: input.zone,
        duration_minutes: input.durationMinutes,
        state: 'active',
        created_at: clock.now(),
      })
      return deskView(tx, row)
    },

    /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT */
    async editProgramme(
      tx: Tx,
      input: InputOf<typeof c.editProgramme>,
      ifMatch: string | null,
    ): Promise<DeskProgramme> {
      const row = await lockOne(tx, input)
      if (row.state === 'ended') throw new AppError('STATE_CONFLICT', { state: row.state })
      if (ifMatch !== null && ifMatch !== String(row.version))
        throw new AppError('STALE', { version: row.version })
      const { title, description, coverUrl, weekdays, minute, zone, durationMinutes } = input
      const changed = await repository.updateProgramme(tx, row.programme_id, {
        ...(title ? { title: JSON.stringify(title) } : {}),
        ...(description ? { description: JSON.stringify(description) } : {}),
        ...(coverUrl === undefined ? {} : { cover_url: coverUrl }),
        ...(weekdays ? { weekdays: weekdays.toSorted((a, b) => a - b) } : {}),
        ...(minute === undefined ? {} : { minute }),
        ...(zone ? { zone } : {}),
        ...(durationMinutes === undefined ? {} : { duration_minutes: durationMinutes }),
      })
      return deskView(tx, changed)
    },

    listProgrammes: ({
      creatorId,
      state,
    }: InputOf<typeof c.listProgrammes>): Promise<{ items: DeskProgramme[] }> =>
      db.read(async (tx) => {
        const states = state ? [state] : (['active', 'paused'] as const)
        const rows = await repository.listProgrammes(tx, [creatorId], states, c.MAX_PROGRAMMES)
        return { items: await deskViews(tx, rows) }
      }),

    moveProgramme: (input: InputOf<typeof c.moveProgramme>): Promise<DeskProgramme> =>
      db.transaction(async (tx) => {
        const row = await lockOne(tx, input)
        const state = nextProgrammeState(row.state, input.action)
        if (!state) throw new AppError('STATE_CONFLICT', { state: row.state })
        return deskView(tx, await repository.updateProgramme(tx, row.programme_id, { state }))
      }),

    skipProgrammeDate: (input: InputOf<typeof c.skipProgrammeDate>): Promise<DeskProgramme> =>
      db.transaction(async (tx) => {
        const row = await lockOne(tx, input)
        if (row.state === 'ended') throw new AppError('STATE_CONFLICT', { state: row.state })
        const { day } = dateOn(row, input.day)
        const room = await repository.roomOfDate(tx, row.programme_id, day)
        if (room && input.skipped) throw new AppError('STATE_CONFLICT', { state: room.state })
        await repository.setSkip(tx, row.programme_id, day, input.skipped)
        return deskView(tx, row)
      }),

    /** The room of a date; `key` is null when it was there already. @throws AppError NOT_FOUND · STATE_CONFLICT · DATE_INVALID */
    async openProgrammeDate(tx: Tx, input: InputOf<typeof c.openProgrammeDate>) {
      const row = await lockOne(tx, input)
      const known = await repository.roomOfDate(tx, row.programme_id, input.day)
      if (known) return { room: toDeskRoom(known), key: null }
      if (row.state !== 'active') throw new AppError('STATE_CONFLICT', { state: row.state })
      const { day, at } = dateOn(row, input.day)
      if ((await repository.skipsOf(tx, [row.programme_id])).get(row.programme_id)!.has(day))
        throw new AppError('STATE_CONFLICT', { state: 'skipped' })
      return rooms.createRoom(
        tx,
        {
          creatorId: row.creator_id,
          title: row.title,
          coverUrl: row.cover_url,
          plannedAt: at.toISOString(),
          orientation: 'portrait',
        },
        { programmeId: row.programme_id, day },
      )
    },

    /** Active ones of these creators, and those the person asked for; the next first. */
    async publicProgrammes(
      tx: Tx,
      {
        creatorIds,
        personId,
        withSubscribed,
      }: { creatorIds: readonly string[]; personId: string | null; withSubscribed: boolean },
    ): Promise<PublicProgramme[]> {
      const rows = await repository.listProgrammes(tx, creatorIds, ['active'], c.MAX_PROGRAMMES)
      const asked =
        withSubscribed && personId
          ? await repository.programmesByIds(
              tx,
              await repository.subscriptionsOf(tx, personId, SUBSCRIPTIONS),
            )
          : []
      const known = new Set<string>(rows.map((r) => r.programme_id))
      const more = asked.filter((a) => a.state === 'active' && !known.has(a.programme_id))
      return publicViews(tx, [...rows, ...more], personId)
    },

    subscribeProgramme: ({ programmeId }: InputOf<typeof c.subscribeProgramme>, ctx: Ctx) =>
      setSubscription(programmeId, ctx, true),
    unsubscribeProgramme: ({ programmeId }: InputOf<typeof c.unsubscribeProgramme>, ctx: Ctx) =>
      setSubscription(programmeId, ctx, false),
  }
}
