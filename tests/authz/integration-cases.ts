// What the matrix acts on at the desk of a shop's programs: an address that is told, a delivery, a key.
import type { Params, World } from './cases.ts'
import type { Tenant } from '../support/tenant.ts'

const aWebhook = async (t: Tenant, w: World): Promise<{ endpointId: string }> => {
  const owner = t.shopStaff.owner!.token
  const { items } = await w.house.must('integrations.listWebhooks', { shopId: t.shopId }, owner)
  if (items[0]) return { endpointId: items[0].endpointId }
  const terms = { shopId: t.shopId, url: 'https://erp.example.com/hooks', types: ['order.paid'] }
  const { webhook } = await w.house.must('integrations.createWebhook', terms, owner)
  return { endpointId: webhook.endpointId }
}
const aDelivery = async (t: Tenant, w: World) => {
  const at = { shopId: t.shopId, ...(await aWebhook(t, w)) }
  const { deliveryId } = await w.house.must('integrations.testWebhook', at, t.shopStaff.owner!.token)
  return { deliveryId }
}
const aKey = async (t: Tenant, w: World) => {
  const terms = { shopId: t.shopId, name: 'ERP', scopes: ['order.read'] }
  const { items } = await w.house.must(
    'integrations.listKeys',
    { shopId: t.shopId },
    t.shopStaff.owner!.token,
  )
  if (items[0]) return { keyId: items[0].keyId }
  const { key } = await w.house.must('integrations.createKey', terms, t.shopStaff.owner!.token)
  return { keyId: key.keyId }
}

export const integrationThings: Record<string, (t: Tenant, w: World) => Promise<Params>> = {
  'integrations.updateWebhook': aWebhook,
  'integrations.removeWebhook': aWebhook,
  'integrations.rotateWebhookSecret': aWebhook,
  'integrations.testWebhook': aWebhook,
  'integrations.replayWebhook': aWebhook,
  'integrations.getDelivery': aDelivery,
  'integrations.resendDelivery': aDelivery,
  'integrations.revokeKey': aKey,
  'integrations.listKeyCalls': aKey,
}

export const integrationBodies: Record<string, (t: Tenant) => Record<string, unknown>> = {
  'integrations.createWebhook': () => ({ url: 'https://erp.example.com/hooks', types: ['order.paid'] }),
  'integrations.updateWebhook': () => ({ note: 'ERP' }),
  'integrations.replayWebhook': () => ({ since: '2026-01-01T00:00:00Z' }),
  'integrations.createKey': () => ({ name: 'ERP', scopes: ['order.read'] }),
  'integrations.revealReceivers': () => ({ orderIds: ['ord_00000000000000000000000000'] }),
  'shop.setStocks': (t) => ({ items: [{ skuId: t.sku.skuId, onHand: 500 }] }),
}
