import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFeedStore, type Slate } from './feed-store.ts'

const slate = (n: number, size = 8): Slate =>
  ({
    slateId: `slt_${n}`,
    personalised: true,
    servedAt: '2026-01-01T00:00:00Z',
    items: Array.from({ length: size }, (_, position) => ({
      position,
      content: { contentId: `cnt_${n}_${position}` },
    })),
  }) as unknown as Slate

function memoryStorage() {
  const map = new Map<string, string>()
  return {
    map,
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    removeItem: (k: string) => void map.delete(k),
  }
}

function bench(answers: (() => Promise<Slate>)[] = []) {
  const storage = memoryStorage()
  let loads = 0
  const parts = {
    storage,
    storageKey: 'feed',
    now: () => 1_000,
    load: () => {
      loads += 1
      return answers.shift()?.() ?? Promise.resolve(slate(loads))
    },
  }
  return { store: createFeedStore(parts), parts, storage, loads: () => loads }
}

test('asks for the next slate when three items are left, once', async () => {
  const { store, loads } = bench()
  await store.loadMore()
  assert.equal(store.get().entries.length, 8)
  store.show(3)
  assert.equal(loads(), 1)
  store.show(4)
  store.show(5)
  assert.equal(loads(), 2)
  await store.loadMore()
  assert.equal(store.get().entries.length, 16)
  assert.deepEqual(new Set(store.get().entries.map((e) => e.key)).size, 16)
})

test('an empty slate is the end; a failure is an error that a retry mends', async () => {
  const failing = bench([() => Promise.reject(new Error('down'))])
  await failing.store.loadMore()
  assert.equal(failing.store.get().status, 'error')
  await failing.store.loadMore()
  assert.equal(failing.store.get().status, 'ready')
  const empty = bench([() => Promise.resolve(slate(1, 0))])
  await empty.store.loadMore()
  assert.equal(empty.store.get().status, 'end')
})

test("'not interested' removes only what is still to come", async () => {
  const { store } = bench()
  await store.loadMore()
  store.show(2)
  store.dropUnseen(['cnt_1_1', 'cnt_1_2', 'cnt_1_5'])
  assert.deepEqual(
    store.get().entries.map((e) => e.content.contentId),
    ['cnt_1_0', 'cnt_1_1', 'cnt_1_2', 'cnt_1_3', 'cnt_1_4', 'cnt_1_6', 'cnt_1_7'],
  )
  assert.equal(store.get().index, 2)
})

test('leaving and coming back finds the same frame; half an hour later it does not', async () => {
  const { store, parts } = bench()
  await store.loadMore()
  store.show(4)
  const frame = store.get().entries[4]!.key
  store.keep()
  const back = createFeedStore(parts)
  assert.equal(back.get().entries[back.get().index]!.key, frame)
  store.keep()
  const late = createFeedStore({ ...parts, now: () => 1_000 + 31 * 60_000 })
  assert.equal(late.get().entries.length, 0)
})

test('a reset ignores the slate that was under way', async () => {
  let answer: (s: Slate) => void = () => {}
  const { store } = bench([() => new Promise((resolve) => (answer = resolve))])
  const first = store.loadMore()
  store.reset()
  answer(slate(1))
  await first
  assert.equal(store.get().entries.length, 0)
  await store.loadMore()
  assert.equal(store.get().entries.length, 8)
})

test('a long evening stays bounded and the item on screen stays the same', async () => {
  const { store } = bench()
  for (let i = 0; i < 40; i++) {
    await store.loadMore()
    store.show(store.get().entries.length - 5)
    const before = store.get().entries[store.get().index]!.key
    assert.ok(store.get().entries.length <= 128)
    await store.loadMore()
    assert.equal(store.get().entries[store.get().index]!.key, before)
  }
})
