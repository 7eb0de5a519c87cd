// A tool stands back behind whatever else runs here, also where Linux shares the processor between sessions.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { runTool } from './ffmpeg.ts'

const OWN = '/proc/self/autogroup'
const skip = existsSync(OWN) ? false : 'this system does not share the processor between sessions'

test('a tool’s whole session is nice, not only the tool inside it', { skip }, async () => {
  const { text } = await runTool('/bin/sh', ['-c', `cat ${OWN}; nice`], { cpuSeconds: 5, silentMs: 10_000 })
  assert.match(text, /^\/autogroup-\d+ nice 15\n15\n$/)
})
