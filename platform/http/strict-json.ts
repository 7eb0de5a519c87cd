// JSON as it should arrive: no duplicate keys, no `__proto__`, bounded depth, errors with line and column. JSON.parse
// alone keeps the last duplicate silently, so two readers of one body could disagree on a price.
import { AppError } from '#kernel/errors'

const MAX_DEPTH = 32

/** @throws AppError JSON_SYNTAX{line, column} · TOO_DEEP{maxDepth} · UNKNOWN_FIELD for `__proto__` · TEXT_INVALID for duplicate keys */
export function parseStrictJson(text: string): unknown {
  scan(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw syntax(text, positionOf(error, text))
  }
}

/** One pass over the tokens that matter: brackets for depth, strings in key position for names. */
function scan(text: string): void {
  const stack: (Set<string> | null)[] = [] // a Set of seen keys for an object, null for an array
  let expectKey = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '"') {
      const end = stringEnd(text, i)
      if (end < 0) throw syntax(text, i)
      if (expectKey) noteKey(text, i, end, stack.at(-1)!)
      expectKey = false
      i = end
    } else if (c === '{' || c === '[') {
      stack.push(c === '{' ? new Set() : null)
      if (stack.length > MAX_DEPTH) throw new AppError('TOO_DEEP', { maxDepth: MAX_DEPTH })
      expectKey = c === '{'
    } else if (c === '}' || c === ']') {
      stack.pop()
      expectKey = false
    } else if (c === ',') {
      expectKey = stack.at(-1) instanceof Set
    }
  }
}

function noteKey(text: string, start: number, end: number, seen: Set<string> | null | undefined): void {
  let key: string
  try {
    key = JSON.parse(text.slice(start, end + 1)) as string
  } catch {
    throw syntax(text, start)
  }
  const { line, column } = lineColumn(text, start)
  if (key === '__proto__') {
    throw new AppError('UNKNOWN_FIELD', { line, column }, [{ pointer: '/__proto__', code: 'UNKNOWN_FIELD', detail: '__proto__' }])
  }
  if (seen?.has(key)) {
    throw new AppError('TEXT_INVALID', { line, column }, [{ pointer: `/${key}`, code: 'DUPLICATE_KEY', detail: `duplicate key "${key}"` }])
  }
  seen?.add(key)
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return -1
}

function positionOf(error: unknown, text: string): number {
  const at = /position (\d+)/.exec((error as Error).message)?.[1]
  return at === undefined ? text.length : Number(at)
}

const syntax = (text: string, at: number) => new AppError('JSON_SYNTAX', lineColumn(text, at))

function lineColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
