// The table of a fixed split for a terminal: a row a model, recall and NDCG at 20 with their intervals.
import type { Interval } from './intervals.ts'
import type { SplitRow } from './fixed-split.ts'

export function splitReport(title: string, rows: readonly SplitRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const told = ({ mean, low, high }: Interval) => `${digits(mean)} (${digits(low)}–${digits(high)})`
  const lines = rows.map(({ name, recall20, ndcg20, people, seconds }) =>
    [
      name.padEnd(width),
      `R@20 ${told(recall20)}`,
      `N@20 ${told(ndcg20)}`,
      `${people} people`,
      `${seconds.toFixed(1)} s`,
    ].join('  '),
  )
  return [title, '', ...lines].join('\n')
}

const digits = (value: number) => value.toFixed(4).replace(/^0/, '')
