// The log as tables that anybody can read (`./serendip eval` does; eval/README.md has the schema): what was shown with which chance, what
// people did, what contents are about. People get a name that is only good within one export, so that no two can be laid side by side.
import { createHmac } from 'node:crypto'
import type { DescribedContent } from '#modules/interest'
import { LOG_START, type Signals } from '#modules/signals'
import type { Database, Tx } from '#platform/database'

export type ExportDoors = {
  signals: Pick<Signals, 'readSignals' | 'readSlates'>
  interest: {
    describeContents(tx: Tx): Promise<readonly DescribedContent[]>
    isEnjoyed(dwellMs: number | null, durationMs: number | null): boolean
  }
}
export const LOG_TABLES = {
  items: ['item', 'features'],
  slates: [
    'time',
    'slate',
    'person',
    'surface',
    'personalised',
    'policy',
    'place',
    'item',
    'score',
    'forecast',
    'explored',
    'propensity',
  ],
  interactions: [
    'time',
    'person',
    'item',
    'action',
    'slate',
    'place',
    'product',
    'played_ms',
    'length_ms',
    'forecast',
  ],
} as const
export type LogTable = keyof typeof LOG_TABLES
/** Rows of one table at a time, in the order of its columns; called again when it has taken them. */
export type TakeRows = (table: LogTable, rows: readonly (readonly Cell[])[]) => Promise<void>
export type Cell = string | number | boolean | null
export type Exported = Record<LogTable, number>

const SIGNALS_A_READ = 5_000
const SLATES_A_READ = 500

/** Everything in the log up to now, in pieces. `key`: random, of this export alone. */
export async function exportLog(
  db: Pick<Database, 'read'>,
  { signals, interest }: ExportDoors,
  key: Uint8Array,
  take: TakeRows,
): Promise<Exported> {
  const nameOf = (accountId: string) =>
    createHmac('sha256', key).update(accountId).digest('base64url').slice(0, 16)
  const exported: Exported = { items: 0, slates: 0, interactions: 0 }
  const give: TakeRows = (table, rows) => {
    exported[table] += rows.length
    return take(table, rows)
  }
  const contents = await db.read(interest.describeContents)
  await give(
    'items',
    contents.map(({ contentId, features }) => [contentId, features.join(' ')]),
  )
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after
    const slates = await db.read((tx) => signals.readSlates(tx, from, SLATES_A_READ))
    const rows = slates.flatMap((s) =>
      s.items.map((i) => [
        s.servedAt,
        s.slateId,
        nameOf(s.accountId),
        s.surface,
        s.personalised,
        s.policy,
        i.position,
        i.contentId,
        i.score,
        i.forecast,
        i.explored,
        i.propensity,
      ]),
    )
    await give('slates', rows)
    after = slates.at(-1)?.slateId
  }
  for (let cursor = LOG_START, read = SIGNALS_A_READ; read === SIGNALS_A_READ;) {
    const from = cursor
    const some = await db.read((tx) => signals.readSignals(tx, from, SIGNALS_A_READ))
    const rows = some.flatMap((s) => {
      if (s.contentId === null) return []
      const isWatch = s.kind === 'dwell' || s.kind === 'swipe'
      const watched = interest.isEnjoyed(s.dwellMs, s.durationMs) ? 'enjoy' : 'pass'
      return [
        [
          s.at.toISOString(),
          nameOf(s.accountId),
          s.contentId,
          isWatch ? watched : s.kind,
          s.slateId,
          s.position,
          s.productId,
          s.dwellMs,
          s.durationMs,
          s.forecast,
        ],
      ]
    })
    await give('interactions', rows)
    read = some.length
    const last = some.at(-1)
    if (last) cursor = { xid: last.xid, seq: last.seq }
  }
  return exported
}

/** One line of CSV (RFC 4180), its end included. */
export const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\n`
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
