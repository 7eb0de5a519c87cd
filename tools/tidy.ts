// Reads the repository as a strict colleague would: words that have a better one, lines too long, leftovers, files nobody
// can place. A test rather than a habit, because habits fade.
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const ROOT = resolve(import.meta.dirname, '..')

export type Complaint = { file: string; line: number; says: string }

/** What not to write → what to write instead. Checked in code only. */
const WORDS: [RegExp, string][] = [
  [/\b(TODO|FIXME|XXX|HACK)\b/, 'do it, or file an issue'],
  [/\bMath\.random\(\)/, 'take a Random as an argument (kernel/random.ts)'],
  [/@ts-(ignore|nocheck)/, 'fix the type'],
  [/\bas any\b/, 'name the type'],
  [/\.(only|skip)\(/, 'run every test; state the reason where one cannot run'],
  [/\bconsole\.log\(/, 'log through Deps.log; only entry points print'],
  [/\bparseFloat\([^)]*(price|amount|minor)/i, 'money is integer minor units'],
]
const NAMES = /(^|\/)(utils?|helpers?|common|misc|manager)(\.|\/|$)/
const MAY_PRINT =
  /^(server\/(start|reset|doctor|export|main|channel|media|service|stack|verify-room)\.ts|tools\/|bench\/|tests\/|world\/(live\/)?main\.ts|eval\/main\.ts|sandbox\/[^/]+\/main\.ts)/
const MAY_RANDOM = /^(apps\/|tests\/|tools\/|bench\/)/
const CODE = /\.(ts|tsx|js|cjs|css)$/
/** Sentences, addresses and drawings are not broken for width. */
const LONG_TEXT = /https?:|^\s*(?:\/\/|\*)|d="|`|(['"]).{40,}\1/
const MAX_LINE = 140
const MAX_FILE = 500
/** Tables of data: as long as what they list. */
const TABLE = /^(world\/catalogue\/|kernel\/errors\.ts)/

export function inspect(file: string, text: string): Complaint[] {
  const out: Complaint[] = []
  const say = (line: number, says: string) => out.push({ file, line, says })
  if (NAMES.test(file)) say(0, 'a name that says nothing: call it after what it holds')
  if (!CODE.test(file) || file === 'tools/tidy.ts' || file === 'tools/tidy.test.ts') return out
  if (file.split('/').some((part) => /[A-Z]/.test(part))) say(0, 'file names are kebab-case')
  const lines = text.split('\n')
  const source = !/\.test\.tsx?$/.test(file) && /\.tsx?$/.test(file)
  if (source && !TABLE.test(file) && lines.length > MAX_FILE)
    say(0, `${lines.length} lines: this is more than one room`)
  if (source && !/^(\/\/|\/\*|#!)/.test(lines[0] ?? ''))
    say(1, 'open with two to five lines on what it is for and why')
  lines.forEach((line, i) => {
    if (line.length > MAX_LINE && source && !LONG_TEXT.test(line))
      say(i + 1, `${line.length} characters: break the line`)
    for (const [word, instead] of WORDS) {
      if (!word.test(line)) continue
      if (word.source.includes('console') && MAY_PRINT.test(file)) continue
      if (word.source.includes('Math') && MAY_RANDOM.test(file)) continue
      if (word.source.includes('only|skip') && !/\.test\.tsx?$/.test(file)) continue
      say(i + 1, `${word.exec(line)![0]}: ${instead}`)
    }
  })
  return out
}

/** Run in the order of their whole names and known by them, so the one pair that has run already keeps its names. */
const SAME_NUMBER_KEPT = new Set(['modules/content/migrations/0002-watch.sql'])

/** A number given twice: what runs first is then decided by a word, and two branches that each took the next one meet unseen. */
export function twiceNumbered(files: readonly string[]): Complaint[] {
  const first = new Map<string, string>()
  return files.toSorted().flatMap((file) => {
    const number = /^(.*\/migrations\/\d{4})-[^/]+\.sql$/.exec(file)?.[1]
    if (number === undefined || SAME_NUMBER_KEPT.has(file)) return []
    const other = first.get(number)
    first.set(number, other ?? file)
    return other ? [{ file, line: 0, says: `its number is ${other}’s: take the next one` }] : []
  })
}

export async function tidy(): Promise<{ files: number; complaints: Complaint[] }> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: ROOT, maxBuffer: 1 << 26 })
  const files = stdout
    .split('\0')
    .filter(
      (f) =>
        f && !f.startsWith('tools/render/') && !f.startsWith('world/media/') && f !== 'package-lock.json',
    )
  const complaints: Complaint[] = twiceNumbered(files)
  for (const file of files) {
    const info = await stat(join(ROOT, file)).catch(() => null)
    if (info?.isFile())
      complaints.push(...inspect(file, CODE.test(file) ? await readFile(join(ROOT, file), 'utf8') : ''))
  }
  return { files: files.length, complaints }
}

if (import.meta.main) {
  const { files, complaints } = await tidy()
  for (const c of complaints) console.error(`✗ ${c.file}${c.line ? `:${c.line}` : ''} ${c.says}`)
  console.log(`${files} files read, ${complaints.length} complaints`)
  process.exit(complaints.length > 0 ? 1 : 0)
}
