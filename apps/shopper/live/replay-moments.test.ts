import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentAt, momentsOf, type Replay } from './replay-moments.ts'

const explain = (atMs: number, productId: string | null) =>
  ({ atMs, at: '', event: { kind: 'explain', productId } }) as unknown as Replay['timeline'][number]

test('each explaining lasts until the next, the last until the end; slips are left out', () => {
  const timeline = [
    explain(-200, 'prd_A'),
    { atMs: 4_000, at: '', event: { kind: 'announcement', text: null } } as Replay['timeline'][number],
    explain(10_000, 'prd_B'),
    explain(11_000, 'prd_C'),
    explain(20_000, null),
    explain(30_000, 'prd_A'),
  ]
  const moments = momentsOf({ timeline, durationMs: 45_000 })
  assert.deepEqual(moments, [
    { productId: 'prd_A', fromMs: 0, toMs: 10_000 },
    { productId: 'prd_C', fromMs: 11_000, toMs: 20_000 },
    { productId: 'prd_A', fromMs: 30_000, toMs: 45_000 },
  ])
  assert.equal(momentAt(moments, 12_000)?.productId, 'prd_C')
  assert.equal(momentAt(moments, 25_000), null)
  assert.deepEqual(momentsOf({ timeline: [], durationMs: 1 }), [])
})
