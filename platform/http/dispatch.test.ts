import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { endpoint } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Ctx } from '../context.ts'
import { createDispatcher, route, type Route } from './dispatch.ts'

const asked = endpoint({
  id: 'test.ask',
  method: 'GET',
  path: '/api/v1/ask',
  summary: { zh: '问', en: 'Ask' },
  access: { kind: 'public' },
  input: z.object({ of: z.string() }),
  output: z.object({ n: z.number() }),
  errors: [],
  shared: true,
})
const NOBODY = { actor: { kind: 'anonymous' }, locale: 'en' } as unknown as Ctx
const idempotency = { once: () => Promise.reject(new Error('not asked for')) }
const dispatcherOf = (r: Route) => createDispatcher([r], { demo: false, idempotency })

describe('a shared read', () => {
  it('is worked out once for all who ask while it is, and anew for who comes later', async () => {
    let n = 0
    const r = route(asked, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return { n: (n += 1) }
    })
    const d = dispatcherOf(r)
    const crowd = await Promise.all(['a', 'a', 'b', 'a'].map((of) => d.call(r, { of }, NOBODY)))
    assert.deepEqual(
      crowd.map((c) => c.body),
      ['{"n":1}', '{"n":1}', '{"n":2}', '{"n":1}'],
    )
    await new Promise((resolve) => setTimeout(resolve, 2))
    assert.equal((await d.call(r, { of: 'a' }, NOBODY)).body, '{"n":3}')
  })

  it('refuses all of them alike, and the next is not refused for it', async () => {
    let refuses = true
    const r = route(asked, async () => {
      if (refuses) throw new AppError('NOT_FOUND')
      return { n: 1 }
    })
    const d = dispatcherOf(r)
    const both = await Promise.allSettled([d.call(r, { of: 'a' }, NOBODY), d.call(r, { of: 'a' }, NOBODY)])
    assert.deepEqual(
      both.map((b) => b.status),
      ['rejected', 'rejected'],
    )
    refuses = false
    assert.equal((await d.call(r, { of: 'a' }, NOBODY)).status, 200)
  })

  it('is never about one caller: what is not public, or changes something, stops the start', () => {
    for (const wrong of [{ access: { kind: 'account' as const } }, { method: 'POST' as const }]) {
      const e = endpoint({ ...asked, ...wrong })
      assert.throws(() => dispatcherOf(route(e, async () => ({ n: 1 }))), /public read/)
    }
  })
})
