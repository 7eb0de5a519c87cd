// A CSV or TSV file, plain or .gz, of one event a row.
import { areNumbers, findColumns, type ColumnNames } from './columns.ts'
import { createIntake, type Gathering, type Intake } from './intake.ts'
import { readTable } from './table.ts'

export type CsvOptions = {
  readonly columns?: ColumnNames | undefined
  readonly delimiter?: string | undefined
}

/** Gathers the events of a file; returns how many rows it has, skipped ones included. */
export async function readCsv(path: string, options: CsvOptions, gathering: Gathering): Promise<number> {
  let intake: Intake | undefined
  const rows = await readTable(
    path,
    { delimiter: options.delimiter, numbered: areNumbers(options.columns) },
    gathering.log,
    (header) => {
      intake = createIntake(path, findColumns(path, header, options.columns), gathering)
      return intake.row
    },
  )
  intake?.end()
  return rows
}
