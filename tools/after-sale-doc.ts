// Writes docs/after-sale.md from the tables that the code runs on: node tools/after-sale-doc.ts. A test holds them together.
import { writeFile } from 'node:fs/promises'
import { HOUR_MS } from '#kernel/clock'
import {
  AFTER_SALE_REASONS,
  AFTER_SALE_STATES,
  AFTER_SALE_TYPES,
  EXTENSION_MS,
  lapsesAfterMs,
  REASON_RULES,
  STATE_RULES,
  TYPE_RULES,
} from '../modules/trade/domain/after-sale.ts'
import { AFTER_SALE_MOVES, type MoveRow } from '../modules/trade/domain/after-sale-moves.ts'
import { AFTER_SALE_QUEUES, QUEUE_RULES } from '../modules/trade/domain/after-sale-queues.ts'

export const AFTER_SALE_DOC = new URL('../docs/after-sale.md', import.meta.url)

const ZH: Record<string, string> = {
  'return-and-refund': '退货退款',
  'refund-only': '仅退款',
  'before-shipping': '发货前退款',
  exchange: '换货',
  'price-protection': '价保',
  resend: '补寄',
  repair: '维修',
}
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const span = (ms: number | null): string =>
  ms === null
    ? '–'
    : ms % (24 * HOUR_MS) === 0 && ms > 48 * HOUR_MS
      ? `${ms / HOUR_MS / 24} d`
      : `${ms / HOUR_MS} h`
const days = (n: number | null | undefined): string => (n === null || n === undefined ? '–' : `${n} d`)

const effect = (r: MoveRow): string =>
  [r.pays ? 'money back' : '', r.platformBears ? 'the platform bears its part' : '']
    .filter(Boolean)
    .join('; ')

/** Rows that differ in who or for which types alone are one line. */
function moveLines(): string[][] {
  const lines = Map.groupBy(AFTER_SALE_MOVES, (r) =>
    [r.move, r.by, r.from, r.to, r.guards.join(', '), effect(r)].join('|'),
  )
  return [...lines.values()].map(([r, ...more]) => {
    const types = [...new Set([r!, ...more].flatMap((x) => x.types))]
    return [r!.move, r!.by, r!.from, r!.to, types.join(', '), r!.guards.join(', ') || '–', effect(r!) || '–']
  })
}

export const afterSaleDoc = (): string => `# After-sale 售后

Made by \`tools/after-sale-doc.ts\` from \`modules/trade/domain/after-sale*.ts\`, the tables that the code, the screens and their
tests run on. Change the tables, then run it.

## Types

${table(
  [
    'code',
    'type',
    '',
    'asked while the order is',
    'within (from receipt)',
    'asks for',
    'goods go back first',
  ],
  AFTER_SALE_TYPES.map((t) => {
    const r = TYPE_RULES[t]
    return [
      String(r.code),
      t,
      ZH[t]!,
      r.orders.join(', '),
      days(r.windowDays),
      r.asks,
      r.returns ? 'yes' : 'no',
    ]
  }),
)}

Price protection counts from payment. \`units\`: the money of whole units; \`amount\`: up to it; \`goods\`: no money moves.

## Reasons

${table(
  ['reason', 'who answers for it', 'photo or clip', 'shorter window', 'types'],
  AFTER_SALE_REASONS.map((reason) => {
    const r = REASON_RULES[reason]
    return [reason, r.fault, r.evidence ? 'needed' : '–', days(r.windowDays), r.types.join(', ')]
  }),
)}

Freight goes back with the last of the goods, before shipping or where the shop answers for the reason.

## States

${table(
  ['code', 'state', 'waits for', 'the clock moves it after'],
  AFTER_SALE_STATES.map((s) => [
    String(STATE_RULES[s].code),
    s,
    STATE_RULES[s].waitsFor ?? 'over',
    span(lapsesAfterMs(s, 'refund-only')) +
      (s === 'to-send' ? ` (repair: ${span(lapsesAfterMs(s, 'repair'))})` : ''),
  ]),
)}

\`extend\` adds ${span(EXTENSION_MS)} once to the time for looking at what came back.

## Moves

What is not a line here cannot happen. \`lapse\` is the clock’s move.

${table(['move', 'by', 'from', 'to', 'types', 'if', 'brings'], moveLines())}

## The shop’s queues

${table(
  ['queue', 'states', 'types', 'and'],
  AFTER_SALE_QUEUES.map((name) => {
    const r = QUEUE_RULES[name]
    const and = [
      r.dueWithinMs === undefined ? '' : `due within ${span(r.dueWithinMs)}`,
      r.faultOfShop ? 'the shop answers for the reason' : '',
      r.shopUnheard ? 'the shop has not given evidence' : '',
      r.moneyOnItsWay ? 'the provider has not confirmed' : '',
    ]
    return [name, r.states.join(', '), r.types?.join(', ') ?? 'all', and.filter(Boolean).join('; ') || '–']
  }),
)}
`

if (import.meta.main) await writeFile(AFTER_SALE_DOC, afterSaleDoc())
