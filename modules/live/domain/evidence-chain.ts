// The chain that proves a room: how a link is hashed, and what a changed byte does to it. Pure; anybody can write it again from
// this page and check us: SHA-256 throughout, hex, lines ended by \n.
import { createHash, createHmac } from 'node:crypto'

/** Bytes of a recorded piece that are hashed apart, so that a change is named to within so much. */
export const BLOCK_BYTES = 65_536

/** 1,095 days: what was said on air is kept for three years (直播电商监督管理办法). */
export const RETENTION_MS = 1_095 * 86_400_000

export type EventPlace = { fromSeq: number; toSeq: number }
export type SegmentPlace = {
  index: number
  file: string
  bytes: number
  startedAtMs: number
  durationMs: number
  /** The codecs' description that belongs to it, and its hash. */
  initFile: string
  initSha256: string
  /** Hash of each block of `BLOCK_BYTES`. */
  blocks: string[]
}
/** `marks`: the first characters of each line's hash, in the order of their ids: by them the line that was changed is named. */
export type ChatPlace = { fromChatId: string; toChatId: string; marks: string[] }
export type SealPlace = { events: number; segments: number }

export type Link = {
  n: number
  digest: string
  hash: string
} & (
  | { kind: 'events'; place: EventPlace }
  | { kind: 'segment'; place: SegmentPlace }
  | { kind: 'chat'; place: ChatPlace }
  | { kind: 'seal'; place: SealPlace }
)
export type NewLink = Omit<Link, 'n' | 'hash'>

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What the first link of a room hangs on. */
export const rootOf = (roomId: string): string => sha256(`serendip room ${roomId}\n`)

export const hashOf = (before: string, { n, kind, place, digest }: Omit<Link, 'hash'>): string =>
  sha256(`${before}\n${n}\n${kind}\n${canonical(place)}\n${digest}\n`)

/** `lines` as they stand in the log, in their order. */
export const digestOfEvents = (
  lines: readonly { seq: number | bigint; at: Date; actor: string; event: unknown }[],
): string =>
  sha256(lines.map((l) => `${l.seq}\t${l.at.toISOString()}\t${l.actor}\t${canonical(l.event)}\n`).join(''))

export type WrittenLine = {
  chat_id: string
  account_id: string
  name: string
  role: string
  text: string
  at: Date
  fate: string
  rule_id: string | null
}
const MARK_LENGTH = 8
const textOf = (l: WrittenLine): string =>
  `${l.chat_id}\t${l.at.toISOString()}\t${canonical([l.account_id, l.name, l.role, l.text, l.fate, l.rule_id])}\n`

/** That a line was removed afterwards is an event of the log; it stays what was written. */
export const digestOfLines = (lines: readonly WrittenLine[]): string => sha256(lines.map(textOf).join(''))
export const markOf = (line: WrittenLine): string => sha256(textOf(line)).slice(0, MARK_LENGTH)

/** Where lines differ from what was written, in words; null when they do not. */
export function changedLine(
  { fromChatId, toChatId, marks }: ChatPlace,
  lines: readonly WrittenLine[],
): string | null {
  const range = `lines ${fromChatId} to ${toChatId}`
  if (lines.length !== marks.length) return `${range}: ${lines.length} of ${marks.length} are there`
  const changed = lines.find((line, i) => markOf(line) !== marks[i])
  return changed ? `line ${changed.chat_id}` : null
}

export function blocksOf(bytes: Uint8Array): string[] {
  const blocks: string[] = []
  for (let from = 0; from < bytes.length; from += BLOCK_BYTES)
    blocks.push(sha256(bytes.subarray(from, from + BLOCK_BYTES)))
  return blocks
}

/** Only who knows the platform's secret can have sealed it. */
export const sealOf = (secret: string, before: string): string =>
  createHmac('sha256', `room-seal:${secret}`).update(before).digest('hex')

/** JSON with its keys in order: the same value is the same text, whatever stored it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
}

/** The first link that does not follow from those before it, or −1. Says nothing of what the links stand for. */
export function firstBroken(roomId: string, links: readonly Link[]): number {
  let before = rootOf(roomId)
  for (const [i, link] of links.entries()) {
    if (link.n !== i + 1 || link.hash !== hashOf(before, link)) return i
    before = link.hash
  }
  return -1
}

/** Where `bytes` differ from what was recorded: the first block, as a range of bytes; null when they do not. */
export function changedBlock(
  { bytes: size, blocks }: SegmentPlace,
  bytes: Uint8Array,
): { from: number; to: number } | null {
  const now = blocksOf(bytes)
  const i = blocks.findIndex((hash, k) => hash !== now[k])
  if (i >= 0) return { from: i * BLOCK_BYTES, to: Math.min(size, (i + 1) * BLOCK_BYTES) - 1 }
  return bytes.length === size ? null : { from: size, to: bytes.length - 1 }
}
