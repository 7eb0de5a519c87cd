// Makes the chain while a room runs, seals it when it is over, and checks it years later: the first thing that is not as it was
// is named, with its place.
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import {
  blocksOf,
  changedBlock,
  changedLine,
  digestOfEvents,
  digestOfLines,
  firstBroken,
  hashOf,
  markOf,
  rootOf,
  sealOf,
  sha256,
  type Link,
  type NewLink,
  type SegmentPlace,
} from '../domain/evidence-chain.ts'
import * as repository from '../repository/evidence.ts'
import { findRoom } from '../repository/rooms.ts'
import type { SegmentRow } from '../repository/rows.ts'
import { findSegments } from '../repository/segments.ts'

/** Reads a file of the recordings folder; null: it is not there. */
export type ReadRecording = (file: string) => Promise<Uint8Array | null>

export type Flaw = {
  /** The link, from 1; 0: what hangs on none. */
  n: number
  code:
    | 'LINK_CHANGED'
    | 'EVENTS_CHANGED'
    | 'CHAT_CHANGED'
    | 'REMOVAL_CHANGED'
    | 'FILE_CHANGED'
    | 'FILE_MISSING'
    | 'SEAL_FALSE'
    | 'NOT_CHAINED'
  /** Which events, which line, which piece, which bytes. */
  where: string
}
export type Verdict = {
  roomId: Id<'rom'>
  links: number
  events: number
  /** Of chat. */
  lines: number
  segments: number
  /** Pieces past their three years: no file, but still in the chain. */
  expired: number
  sealed: boolean
  head: string
  flaws: Flaw[]
}

const MAX_EVENTS_A_LINK = 5_000
const MAX_LINES_A_LINK = 1_000
/** In the transaction that saves a piece; what is more waits for the next one, or the seal. */
const CHAT_LINKS_A_PIECE = 2
const SEAL_AFTER_MS = 60_000

export function createEvidence({ clock, config }: Pick<Deps, 'clock' | 'config'>) {
  /** Adds links after the last one; what the log has gained since goes first. */
  async function append(
    tx: Tx,
    roomId: Id<'rom'>,
    maxChatLinks: number,
    links: (before: string) => NewLink[],
  ): Promise<void> {
    const last = await repository.lastLink(tx, roomId)
    let [n, before] = [last?.n ?? 0, last?.hash ?? rootOf(roomId)]
    const add = async (link: NewLink) => {
      const next = { ...link, n: (n += 1) } as Omit<Link, 'hash'>
      before = hashOf(before, next)
      await repository.insertLink(tx, roomId, { ...next, hash: before } as Link, clock.now())
    }
    for (let fromSeq = (last?.toSeq ?? 0) + 1; ;) {
      const events = await repository.findLoggedEvents(tx, roomId, fromSeq, fromSeq + MAX_EVENTS_A_LINK - 1)
      if (events.length === 0) break
      const toSeq = Number(events.at(-1)!.seq)
      await add({ kind: 'events', place: { fromSeq, toSeq }, digest: digestOfEvents(events) } as NewLink)
      fromSeq = toSeq + 1
    }
    for (let i = 0; i < maxChatLinks; i++) {
      const lines = await repository.takeLines(tx, roomId, n + 1, MAX_LINES_A_LINK)
      if (lines.length === 0) break
      const [fromChatId, toChatId] = [lines[0]!.chat_id, lines.at(-1)!.chat_id]
      const place = { fromChatId, toChatId, marks: lines.map(markOf) }
      await add({ kind: 'chat', place, digest: digestOfLines(lines) } as NewLink)
    }
    for (const link of links(before)) await add(link)
  }

  return {
    /** In the transaction that saves the piece. `bytes`, `init`: the files as they lie on disk. */
    chainSegment: (tx: Tx, roomId: Id<'rom'>, segment: SegmentRow, bytes: Uint8Array, init: Uint8Array) =>
      append(tx, roomId, CHAT_LINKS_A_PIECE, () => [
        {
          kind: 'segment',
          place: placeOf(segment, bytes, init),
          digest: sha256(bytes),
        } as NewLink,
      ]),

    /** Rooms over for a minute; how many were sealed. */
    async sealRooms(tx: Tx, limit: number): Promise<number> {
      const rooms = await repository.roomsToSeal(tx, new Date(clock.now().getTime() - SEAL_AFTER_MS), limit)
      for (const roomId of rooms) {
        const segments = (await findSegments(tx, roomId)).length
        const room = await findRoom(tx, roomId)
        await append(tx, roomId, Infinity, (before) => [
          {
            kind: 'seal',
            place: { events: Number(room!.seq), segments },
            digest: sealOf(config.secret, before),
          } as NewLink,
        ])
      }
      return rooms.length
    },

    /** Everything that is not as it was; none: it proves itself. */
    async verifyRoom(tx: Tx, roomId: Id<'rom'>, read: ReadRecording): Promise<Verdict> {
      const links = await repository.findLinks(tx, roomId)
      const segments = await findSegments(tx, roomId)
      const room = await findRoom(tx, roomId)
      const flaws: Flaw[] = []
      const broken = firstBroken(roomId, links)
      if (broken >= 0)
        flaws.push({
          n: broken + 1,
          code: 'LINK_CHANGED',
          where: `link ${broken + 1} (${links[broken]!.kind})`,
        })
      for (const [i, link] of links.entries())
        flaws.push(...(await flawsOf(tx, roomId, link, links[i - 1], segments, read)))
      flaws.push(...piecesNotChained(links, segments))
      const toSeq = Math.max(0, ...links.flatMap((l) => (l.kind === 'events' ? [l.place.toSeq] : [])))
      const loose = room?.ended_at
        ? await repository.findLoggedEvents(tx, roomId, toSeq + 1, Number(room.seq))
        : []
      // What was told in the last minutes waits for the next seal.
      if (loose[0] && loose[0].at.getTime() < clock.now().getTime() - 3 * SEAL_AFTER_MS)
        flaws.push({ n: 0, code: 'NOT_CHAINED', where: `events ${toSeq + 1} to ${room!.seq} of the log` })
      const chatLinks = links.flatMap((l) => (l.kind === 'chat' ? [l.n] : []))
      const stray = room?.ended_at ? await repository.findStrayLines(tx, roomId, chatLinks) : []
      if (stray[0] && stray[0].at.getTime() < clock.now().getTime() - 3 * SEAL_AFTER_MS)
        flaws.push({
          n: 0,
          code: 'NOT_CHAINED',
          where: `${stray.length} lines of chat, the first ${stray[0].chat_id}`,
        })
      for (const r of await repository.findFalseRemovals(tx, roomId))
        flaws.push({
          n: r.link_n ?? 0,
          code: 'REMOVAL_CHANGED',
          where: `line ${r.chat_id}: removed by ${r.by_row ?? 'nobody'}, by the log ${r.by_log ?? 'nobody'}`,
        })
      return {
        roomId,
        links: links.length,
        events: Number(room?.seq ?? 0),
        lines: links.reduce((sum, l) => sum + (l.kind === 'chat' ? l.place.marks.length : 0), 0),
        segments: segments.length,
        expired: segments.filter((s) => s.expired_at).length,
        sealed: links.some((l) => l.kind === 'seal'),
        head: links.at(-1)?.hash ?? rootOf(roomId),
        flaws,
      }
    },

    segmentsToExpire: repository.segmentsToExpire,
    markExpired: repository.markExpired,
  }

  async function flawsOf(
    tx: Tx,
    roomId: Id<'rom'>,
    link: Link,
    before: Link | undefined,
    segments: readonly SegmentRow[],
    read: ReadRecording,
  ): Promise<Flaw[]> {
    const flaw = (code: Flaw['code'], where: string): Flaw[] => [{ n: link.n, code, where }]
    if (link.kind === 'events') {
      const { fromSeq, toSeq } = link.place
      const events = await repository.findLoggedEvents(tx, roomId, fromSeq, toSeq)
      return digestOfEvents(events) === link.digest
        ? []
        : flaw('EVENTS_CHANGED', `events ${fromSeq} to ${toSeq} of the log`)
    }
    if (link.kind === 'chat') {
      const lines = await repository.findLines(tx, roomId, link.n)
      const where = changedLine(link.place, lines)
      if (where !== null) return flaw('CHAT_CHANGED', where)
      return digestOfLines(lines) === link.digest ? [] : flaw('LINK_CHANGED', `chat of link ${link.n}`)
    }
    if (link.kind === 'seal')
      return link.digest === sealOf(config.secret, before?.hash ?? rootOf(roomId))
        ? []
        : flaw('SEAL_FALSE', `seal of link ${link.n}`)
    const { place } = link
    const piece = `piece ${place.index} (${new Date(place.startedAtMs).toISOString()}, ${place.file})`
    if (segments.find((s) => s.index === place.index)?.expired_at) return []
    const bytes = await read(place.file)
    if (!bytes) return flaw('FILE_MISSING', piece)
    const changed = changedBlock(place, bytes)
    if (changed) return flaw('FILE_CHANGED', `${piece}, bytes ${changed.from} to ${changed.to}`)
    const init = await read(place.initFile)
    if (!init || sha256(init) !== place.initSha256)
      return flaw(init ? 'FILE_CHANGED' : 'FILE_MISSING', place.initFile)
    return sha256(bytes) === link.digest ? [] : flaw('LINK_CHANGED', piece)
  }
}

/** Rows without a link: put in afterwards, or left of a chain whose end was cut off. */
function piecesNotChained(links: readonly Link[], segments: readonly SegmentRow[]): Flaw[] {
  const chained = new Set(links.flatMap((l) => (l.kind === 'segment' ? [l.place.index] : [])))
  return segments
    .filter((s) => !chained.has(s.index))
    .map((s): Flaw => ({ n: 0, code: 'NOT_CHAINED', where: `piece ${s.index} (${s.file})` }))
}

const placeOf = (s: SegmentRow, bytes: Uint8Array, init: Uint8Array): SegmentPlace => ({
  index: s.index,
  file: s.file,
  bytes: bytes.length,
  startedAtMs: s.started_at.getTime(),
  durationMs: s.duration_ms,
  initFile: s.init_file,
  initSha256: sha256(init),
  blocks: blocksOf(bytes),
})
