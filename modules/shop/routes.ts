// Contract → service. openShop, updateProduct and submitProduct are bound to their flows in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createDesk } from './service/desk.ts'
import type { createStockDesk } from './service/stock-desk.ts'
import type { createStockFiles } from './service/stock-file.ts'
import type { createShelf } from './service/shelf.ts'

export const shopRoutes = (
  shelf: ReturnType<typeof createShelf>,
  desk: ReturnType<typeof createDesk>,
  stock: ReturnType<typeof createStockDesk>,
  files: ReturnType<typeof createStockFiles>,
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
  route(c.setStocks, desk.setStocks),
  route(c.setPrice, desk.setPrice),
  route(c.listWarehouses, stock.listWarehouses),
  route(c.createWarehouse, stock.createWarehouse),
  route(c.updateWarehouse, stock.updateWarehouse),
  route(c.listStock, stock.listStock),
  route(c.listMovements, stock.listMovements),
  route(c.adjustStock, stock.adjustStock),
  route(c.transferStock, stock.transferStock),
  route(c.setPresale, stock.setPresale),
  route(c.endPresale, stock.endPresale),
  route(c.lockForCampaign, stock.lockForCampaign),
  route(c.endCampaign, stock.endCampaign),
  route(c.getOrderPlaces, stock.getOrderPlaces),
  route(c.exportStock, files.exportStock),
  route(c.previewStockFile, files.previewStockFile),
  route(c.importStock, files.importStock),
]
