// The rows that services read and write, so that they need not know the tables.
export type {
  AccountTable,
  AgreementStepTable,
  AgreementTable,
  BillLineTable,
  CreditNoteLineTable,
  CreditNoteTable,
  EntryTable,
  PayoutRequestTable,
  PayoutTable,
  RefundSourceTable,
  ReserveTable,
  RateVersionTable,
  RefundLineTable,
  SaleTable,
  TransferTable,
} from '../tables.ts'
