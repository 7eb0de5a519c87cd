// JSON as it should arrive: no duplicate keys, no `__proto__`, bounded depth, errors with line and column. JSON.parse
// alone keeps the last duplicate silently, so two readers of one body could disagree on a price; and it does not always
// say where it failed, so the place is found by walking the grammar first, in one pass.
import { AppError } from '#kernel/errors'

const MAX_DEPTH = 32

/** @throws AppError JSON_SYNTAX{line, column} · TOO_DEEP{maxDepth} · UNKNOWN_FIELD for `__proto__` · TEXT_INVALID for duplicate keys */
export function parseStrictJson(text: string): unknown {
  walk(text)
  return JSON.parse(text)
}

/** What may stand at a place; `…OrEnd` also takes the bracket that closes. */
type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing'

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function walk(text: string): void {
  const stack: (Set<string> | null)[] = [] // the keys seen in an object, null for an array
  let expected: Expected = 'value'
  const close = () => {
    stack.pop()
    expected = stack.length === 0 ? 'nothing' : 'commaOrEnd'
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === ' ' || c === '\n' || c === '\r' || c === '\t') continue
    const inObject = stack.at(-1) instanceof Set
    if (expected === 'colon') {
      if (c !== ':') throw syntax(text, i)
      expected = 'value'
    } else if (expected === 'key' || expected === 'keyOrEnd') {
      if (c === '}' && expected === 'keyOrEnd') close()
      else if (c === '"') {
        const end = stringEnd(text, i)
        noteKey(text, i, end, stack.at(-1)!)
        i = end
        expected = 'colon'
      } else throw syntax(text, i)
    } else if (expected === 'commaOrEnd') {
      if (c === ',') expected = inObject ? 'key' : 'value'
      else if (c === (inObject ? '}' : ']')) close()
      else throw syntax(text, i)
    } else if (expected === 'nothing') throw syntax(text, i)
    else if (c === ']' && expected === 'valueOrEnd') close()
    else if (c === '{' || c === '[') {
      stack.push(c === '{' ? new Set() : null)
      if (stack.length > MAX_DEPTH) throw new AppError('TOO_DEEP', { maxDepth: MAX_DEPTH })
      expected = c === '{' ? 'keyOrEnd' : 'valueOrEnd'
    } else {
      i = c === '"' ? stringEnd(text, i) : scalarEnd(text, i)
      expected = stack.length === 0 ? 'nothing' : 'commaOrEnd'
    }
  }
  if (expected !== 'nothing') throw syntax(text, text.length)
}

function scalarEnd(text: string, start: number): number {
  SCALAR.lastIndex = start
  if (!SCALAR.test(text)) throw syntax(text, start)
  return SCALAR.lastIndex - 1
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Where the closing quote is. */
function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) return i
    if (code < 0x20) throw syntax(text, i)
    if (code !== 0x5c) continue
    ESCAPE.lastIndex = i
    if (!ESCAPE.test(text)) throw syntax(text, i)
    i = ESCAPE.lastIndex - 1
  }
  throw syntax(text, text.length)
}

function noteKey(text: string, start: number, end: number, seen: Set<string>): void {
  const key = JSON.parse(text.slice(start, end + 1)) as string
  if (key === '__proto__') {
    throw new AppError('UNKNOWN_FIELD', lineColumn(text, start), [
      { pointer: '/__proto__', code: 'UNKNOWN_FIELD', detail: '__proto__' },
    ])
  }
  if (seen.has(key)) {
    const name = key.slice(0, 100)
    throw new AppError('TEXT_INVALID', lineColumn(text, start), [
      {
        pointer: `/${name}`,
        code: 'DUPLICATE_KEY',
        detail: { zh: `键“${name}”重复`, en: `the key “${name}” is there twice` },
      },
    ])
  }
  seen.add(key)
}

const syntax = (text: string, at: number) => new AppError('JSON_SYNTAX', lineColumn(text, at))

function lineColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
