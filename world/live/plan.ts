// The demo's rundown: every product of the bag once a round, with its role, a minute and what to say; the next round is appended when
// one is through. So the desk, the teleprompter and 'what comes next' have something true to show.
import type { OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { explain, getRundown, nextInRundown, saveRundown } from '#modules/live/contract'
import type { Person } from './person.ts'
import { archetypeOf, type Stage } from './stage.ts'

type Rundown = OutputOf<typeof getRundown>

const POINTS: Record<string, string> = {
  'portable-kettle': '先问：酒店的壶你敢用吗\n三分钟烧开，出差放得进包\n折起来给大家看厚度',
  teapot: '断水利落，不挂水\n现场倒一杯看出水\n洗的时候整个拆开',
  'tea-tin': '口粮茶不用将就\n开罐闻一下，看条索\n一罐够喝一个月',
  thermos: '早上灌，晚上还烫\n倒出来看热气\n杯口不漏，倒过来晃',
  'chopping-board': '切完不发霉，先说木头\n敲一敲听声音\n厚度对着镜头量',
  chocolate: '七十二的可可，不齁\n掰开听脆声\n一盒六块，正好分',
}
const ROLES = ['traffic', 'main', 'margin'] as const
const MAX_ROWS = 200

/** On to the next product, which it answers; a rundown that is full gives way to explaining one after the other. */
export async function nextOfPlan(host: Person, stage: Stage, n: number): Promise<Id<'prd'>> {
  const at = { creatorId: stage.creatorId, roomId: stage.roomId }
  const { client } = host
  let plan = await client.call(getRundown, at)
  if (!plan.rows.some((r) => r.state === 'planned')) plan = await addRound(host, stage, plan)
  const on = plan.rows.find((r) => r.state === 'now')
  const next = plan.rows.find((r) => r.state === 'planned')
  if (next) {
    await client.call(nextInRundown, { ...at, after: on?.rowId ?? null })
    return next.productId
  }
  const { productId } = stage.room.bag[n % stage.room.bag.length]!
  await client.call(explain, { ...at, productId })
  return productId
}

async function addRound(host: Person, stage: Stage, plan: Rundown): Promise<Rundown> {
  const { bag, creatorId, roomId } = stage.room
  if (plan.rows.length + bag.length > MAX_ROWS) return plan
  const round = bag.map((b, i) => ({
    productId: b.productId,
    role: ROLES[i % ROLES.length]!,
    minutes: 1,
    points: POINTS[archetypeOf(b.card.imageUrl) ?? ''] ?? '',
  }))
  const kept = plan.rows.map(({ rowId, productId, role, minutes, points }) => ({
    rowId,
    productId,
    role,
    minutes,
    points,
  }))
  return host.client.call(saveRundown, {
    creatorId,
    roomId,
    version: plan.version,
    rows: [...kept, ...round],
  })
}
