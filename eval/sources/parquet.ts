// A Parquet file of one event a row, one row group in memory at a time.
import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { findColumns, ROLES, type ColumnNames } from './columns.ts'
import { createIntake, type Gathering } from './intake.ts'
import { asSourceError, readHead } from './lines.ts'
import { SourceError } from './problems.ts'

const MAGIC = 'PAR1'

/** Told by how the file begins, whatever its name says. */
export const isParquet = async (path: string): Promise<boolean> =>
  (await readHead(path, MAGIC.length)).toString('latin1') === MAGIC

/** Gathers the events of a file; returns how many rows it has, skipped ones included. Problems count rows from 1. */
export async function readParquet(
  path: string,
  options: { readonly columns?: ColumnNames | undefined },
  gathering: Gathering,
): Promise<number> {
  const { names, groups, readColumn } = await openParquet(path)
  const columns = findColumns(path, names, options.columns)
  const intake = createIntake(path, columns, gathering)
  const needed = ROLES.map((role) => columns[role]).filter((index) => index !== undefined)
  const fields = names.map(() => '')
  let rows = 0
  for (const { rowStart, rowEnd } of groups) {
    const values = new Map<number, ArrayLike<unknown>>()
    for (const index of needed) values.set(index, await readColumn(names[index]!, rowStart, rowEnd))
    for (let row = 0; row < rowEnd - rowStart; row++) {
      for (const [index, column] of values) fields[index] = asText(column[row])
      intake.row(fields, rowStart + row + 1)
    }
    rows += rowEnd - rowStart
  }
  intake.end()
  return rows
}

async function openParquet(path: string) {
  const damaged = (error: unknown): unknown => {
    const known = asSourceError(path, error)
    return known instanceof SourceError || !(error instanceof Error)
      ? known
      : new SourceError('damaged-file', { file: path, reason: error.message })
  }
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const scan = await parquetScan({ file, metadata, compressors })
    return {
      names: parquetSchema(metadata).children.map((child) => child.element.name),
      groups: scan.ranges,
      async readColumn(column: string, rowStart: number, rowEnd: number): Promise<ArrayLike<unknown>> {
        try {
          return await scan.readColumn({ column, rowStart, rowEnd })
        } catch (error) {
          throw damaged(error)
        }
      },
    }
  } catch (error) {
    throw damaged(error)
  }
}

/** A value as a CSV would have it; a timestamp in any of Parquet's units is an ISO time. */
function asText(value: unknown): string {
  if (value == null) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'NaN' : value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
