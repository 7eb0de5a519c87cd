// A talk token opens its own stream for its minutes, and nothing else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTalkToken, TALK_MS, talkToken } from './talk-token.ts'

test('its stream, its time, its secret', () => {
  const token = talkToken('a secret', 'cho_1', 1_000)
  assert.ok(isTalkToken('a secret', 'cho_1', token, 1_000 + TALK_MS))
  assert.ok(!isTalkToken('a secret', 'cho_1', token, 1_001 + TALK_MS))
  assert.ok(!isTalkToken('a secret', 'cho_2', token, 1_000))
  assert.ok(!isTalkToken('another', 'cho_1', token, 1_000))
  const later = token.replace(/^tk_\d+/, 'tk_999999999999')
  for (const bad of ['', 'tk_1_', later, `${token}x`])
    assert.ok(!isTalkToken('a secret', 'cho_1', bad, 1_000))
})
