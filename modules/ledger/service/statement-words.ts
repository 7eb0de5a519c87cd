// What stands in a statement's and the tax export's columns, in both languages.
import type { Localized } from '#kernel/text'

export const STATEMENT_WORDS = {
  zh: {
    title: '月结单',
    at: '时间',
    kind: '类型',
    order: '订单',
    what: '商品',
    paid: '买家实付',
    fee: '平台费',
    commission: '佣金',
    amount: '金额',
    balance: '余额',
    opening: '期初余额',
    closing: '期末余额',
    sum: '本期合计',
    lines: (n: number) => `${n} 笔`,
    note: '合计与账本一致；逐笔明细见同月的 CSV 或 XLSX。',
  },
  en: {
    title: 'Monthly statement',
    at: 'When',
    kind: 'Kind',
    order: 'Order',
    what: 'Goods',
    paid: 'Paid by buyer',
    fee: 'Platform fee',
    commission: 'Commission',
    amount: 'Amount',
    balance: 'Balance',
    opening: 'Opening balance',
    closing: 'Closing balance',
    sum: 'This month',
    lines: (n: number) => `${n} lines`,
    note: 'The sums are the ledger’s; every line is in the CSV or XLSX of the same month.',
  },
} as const

export const KIND_WORDS: Record<string, Localized> = {
  sale: { zh: '货款结算', en: 'Sale settled' },
  refund: { zh: '退款', en: 'Refund' },
  payout: { zh: '提现', en: 'Payout' },
  rebate: { zh: '协议返还', en: 'Rebate' },
  reserve: { zh: '留存', en: 'Reserve' },
  deposit: { zh: '保证金', en: 'Deposit' },
  funding: { zh: '退款垫付', en: 'Refund funded' },
  recovery: { zh: '追缴', en: 'Recovery' },
  forfeit: { zh: '定金归商家', en: 'Deposit kept' },
}

export const TAX_WORDS = {
  zh: {
    head: ['身份', '主体', '笔数', '销售额', '退货额', '净额', '平台服务费', '佣金与服务费', '收入净额'],
    roles: { merchant: '商家', creator: '达人', agency: '机构', recruiter: '招商团长' },
  },
  en: {
    head: [
      'Role',
      'Party',
      'Lines',
      'Sales',
      'Returns',
      'Net',
      'Platform fees',
      'Commission and services',
      'Net income',
    ],
    roles: { merchant: 'Merchant', creator: 'Creator', agency: 'Agency', recruiter: 'Recruiter' },
  },
} as const
