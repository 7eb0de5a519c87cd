// What the stock page and its sheets share.
import type { OutputOf } from '#kernel/contract'
import type { listStock, listWarehouses } from '#modules/shop/contract'

export type StockRow = OutputOf<typeof listStock>['items'][number]
export type Warehouse = OutputOf<typeof listWarehouses>['items'][number]
