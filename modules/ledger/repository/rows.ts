// The rows that services read and write, so that they need not know the tables.
export type {
  AccountTable,
  EntryTable,
  PayoutTable,
  RateVersionTable,
  RefundLineTable,
  SaleTable,
  TransferTable,
} from '../tables.ts'
