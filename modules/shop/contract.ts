// What the shop answers to. Served by a flow, because several modules take part in one transaction:
//   openShop → flows/open-shop.ts · updateProduct, submitProduct → flows/publish-product.ts
import { deskEndpoints } from './contract/desk.ts'
import { shelfEndpoints } from './contract/shelf.ts'
import { stockEndpoints } from './contract/stock.ts'
import { stockFileEndpoints } from './contract/stock-file.ts'

export * from './contract/fields.ts'
export * from './contract/desk.ts'
export * from './contract/shelf.ts'
export * from './contract/stock.ts'
export * from './contract/stock-file.ts'

export const shopEndpoints = [
  ...shelfEndpoints,
  ...deskEndpoints,
  ...stockEndpoints,
  ...stockFileEndpoints,
] as const
