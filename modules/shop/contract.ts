// What the shop answers to. Served by a flow, because several modules take part in one transaction:
//   openShop → flows/open-shop.ts · updateProduct, submitProduct → flows/publish-product.ts
import { deskEndpoints } from './contract/desk.ts'
import { shelfEndpoints } from './contract/shelf.ts'

export * from './contract/fields.ts'
export * from './contract/desk.ts'
export * from './contract/shelf.ts'

export const shopEndpoints = [...shelfEndpoints, ...deskEndpoints] as const
