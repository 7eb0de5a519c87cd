// A desk's table: 40 px rows, figures to the right, a head that stays. It scrolls inside its own region, which the keyboard
// can reach, so that the page itself never scrolls sideways. On a phone each row is a card of labelled values instead.
import type { ReactNode } from 'react'

export type Column<T> = {
  key: string
  head: ReactNode
  cell: (row: T) => ReactNode
  /** Numbers and money: to the right, in figures of one width. */
  numeric?: boolean
  /** What can be done with the row: stays in sight at the right while the rest scrolls. */
  action?: boolean
  /** The column that names the row for a screen reader. */
  rowHeader?: boolean
  /** Left out where a desk is narrow: nothing is decided by it. */
  wide?: boolean
}

type DataTableProps<T> = {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  selected?: (row: T) => boolean
  foot?: ReactNode
}

export function DataTable<T>({ label, columns, rows, rowKey, selected, foot }: DataTableProps<T>) {
  return (
    <div className="table-region" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" className={classOf(c)}>
                {c.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-selected={selected?.(row) || undefined}>
              {columns.map((c) => (
                <Cell key={c.key} column={c} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  )
}

const classOf = ({ numeric, action, wide }: Omit<Column<never>, 'cell'>) =>
  [action ? 'table-action' : numeric ? 'table-numeric num' : '', wide ? 'table-wide' : ''].join(' ').trim() ||
  undefined

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const { head, cell, rowHeader } = column
  const value = cell(row)
  return rowHeader ? (
    <th scope="row" className={classOf(column)}>
      {value}
    </th>
  ) : (
    <td
      className={classOf(column)}
      data-label={typeof head === 'string' ? head : undefined}
      data-blank={value === null || value === '—' || undefined}
    >
      {value}
    </td>
  )
}
