import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { createSettingsStore } from './settings-store.ts'

test('in whatever order, and however often, a person’s decisions are heard of: the last one holds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (heard) => {
      const store = createSettingsStore()
      for (const revision of heard)
        store.put('usr_1', { ...DEFAULT_SETTINGS, revision, fewerGoods: revision % 2 === 0 })
      const last = Math.max(...heard)
      assert.deepEqual(store.of('usr_1'), { ...DEFAULT_SETTINGS, revision: last, fewerGoods: last % 2 === 0 })
    }),
  )
})
