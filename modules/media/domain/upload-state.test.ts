// The table of an upload's life against what must always hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextUploadState, UPLOAD_ACTIONS, UPLOAD_STATES, type UploadState } from './upload-state.ts'

test('ready, cancelled and expired are the end: no action leads out', () => {
  for (const state of ['ready', 'cancelled', 'expired'] as const)
    for (const action of UPLOAD_ACTIONS) assert.equal(nextUploadState(state, action), null)
})

test('nothing is ready that was not received and finished since it last failed', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...UPLOAD_ACTIONS), { maxLength: 20 }), (actions) => {
      let state: UploadState = 'receiving'
      let inWork = false
      for (const action of actions) {
        const next = nextUploadState(state, action)
        if (!next) continue
        if (next === 'ready') assert.ok(inWork && action === 'finish')
        inWork = next === 'processing'
        state = next
      }
    }),
  )
})

test('whatever is not over can be taken back or expires', () => {
  for (const state of UPLOAD_STATES)
    if (!['ready', 'cancelled', 'expired'].includes(state)) assert.ok(nextUploadState(state, 'cancel'), state)
})
