// Contract → service. openShop, updateProduct and submitProduct are bound to their flows in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createDesk } from './service/desk.ts'
import type { createShelf } from './service/shelf.ts'

export const shopRoutes = (
  shelf: ReturnType<typeof createShelf>,
  desk: ReturnType<typeof createDesk>,
): Route[] => [
  route(c.getProduct, shelf.getProduct),
  route(c.listCategories, shelf.listCategories),
  route(c.listTags, shelf.listTags),
  route(c.listGuarantees, shelf.listGuarantees),
  route(c.browse, shelf.browse),
  route(c.getShop, shelf.getShop),
  route(c.listProducts, desk.listProducts),
  route(c.createProduct, desk.createProduct),
  route(c.getMerchantProduct, desk.getProduct),
  route(c.setShelf, desk.setShelf),
  route(c.setStock, desk.setStock),
  route(c.setPrice, desk.setPrice),
]
