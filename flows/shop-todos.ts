// What waits for a shop, from everywhere it may come from: trade's deadlines, and programs that are no longer told anything.
import type { InputOf, OutputOf } from '#kernel/contract'
import { mayIn, type Ctx, type Deps } from '#platform/context'
import type { Integrations } from '#modules/integrations'
import type { Trade } from '#modules/trade'
import type { getTodos } from '#modules/trade/contract'

export const createShopTodos = (
  { db }: Pick<Deps, 'db'>,
  { trade, integrations }: { trade: Trade; integrations: Integrations },
) => ({
  getTodos: async (input: InputOf<typeof getTodos>, ctx: Ctx): Promise<OutputOf<typeof getTodos>> => {
    const { todos } = await trade.getTodos(input)
    // Who cannot switch them on again is not told to.
    if (!mayIn(ctx, 'shop', input.shopId, 'integration.write')) return { todos }
    const count = await db.read((tx) => integrations.switchedOff(tx, input.shopId))
    return { todos: [...todos, { kind: 'webhooks-off', count, deadline: null }] }
  },
})
