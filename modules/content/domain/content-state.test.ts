// The state table against what must always hold, for any sequence of actions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { actionsIn, CONTENT_ACTIONS, CONTENT_STATES, nextState, type ContentState } from './content-state.ts'

const actions = fc.array(fc.constantFrom(...CONTENT_ACTIONS), { maxLength: 30 })

test('nothing is published that a reviewer did not pass since it was last changed', () => {
  fc.assert(
    fc.property(actions, (sequence) => {
      let state: ContentState = 'draft'
      let passed = false
      for (const action of sequence) {
        const next = nextState(state, action)
        if (!next) continue
        if (action === 'pass' || action === 'defer') passed = true
        if (['revise', 'submit', 'wait', 'ready'].includes(action)) passed = false
        state = next
        assert.ok(state !== 'published' || passed, `published after ${sequence.join(' ')}`)
      }
    }),
  )
})

test('a creator can always get back to review: no state is a dead end', () => {
  for (const start of CONTENT_STATES) {
    const reached = new Set<ContentState>([start])
    for (const state of reached) {
      for (const action of ['submit', 'revise', 'withdraw', 'ready', 'lose'] as const) {
        const next = nextState(state, action)
        if (next) reached.add(next)
      }
    }
    assert.ok(reached.has('reviewing'), start)
  }
})

test('a verdict counts only on what is under review, and a rejection also on what is published', () => {
  assert.deepEqual(
    CONTENT_STATES.filter((s) => nextState(s, 'pass')),
    ['reviewing'],
  )
  assert.deepEqual(
    CONTENT_STATES.filter((s) => nextState(s, 'reject')),
    ['reviewing', 'scheduled', 'published'],
  )
})

test('what waits for its clip or its time is seen by nobody: only a verdict or the time publishes', () => {
  for (const s of CONTENT_STATES)
    for (const a of CONTENT_ACTIONS)
      if (nextState(s, a) === 'published')
        assert.ok((s === 'reviewing' && a === 'pass') || (s === 'scheduled' && a === 'release'), `${s} ${a}`)
})

test('the actions offered are exactly those the table has a row for, but for what happens by itself', () => {
  const byThemselves = ['wait', 'ready', 'lose', 'defer', 'release']
  for (const s of CONTENT_STATES)
    for (const a of CONTENT_ACTIONS)
      assert.equal(actionsIn(s).includes(a), nextState(s, a) !== null && !byThemselves.includes(a))
})
