// Runs the architecture rules and refuses a scan that saw fewer modules than there are files: dependency-cruiser beside a
// TypeScript it cannot use scans nothing and exits 0.
import { execFile } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const ROOT = resolve(import.meta.dirname, '..')
export const LAYERS = [
  'kernel',
  'engine',
  'eval',
  'platform',
  'modules',
  'flows',
  'server',
  'apps',
  'world',
  'sandbox',
]

export type Violation = { rule: string; from: string; to: string }
export type Scan = {
  modules: number
  files: number
  violations: Violation[]
  comments: Record<string, string>
}

type Cruise = {
  modules: { source: string }[]
  summary: {
    violations: { rule: { name: string }; from: string; to: string }[]
    ruleSetUsed: { forbidden: { name: string; comment?: string }[] }
  }
}

/** Scans `root` (this repository, or a copy with a violation planted). */
export async function scan(root = ROOT): Promise<Scan> {
  const present: string[] = []
  let files = 0
  for (const layer of LAYERS) {
    const before = files
    for await (const f of glob(`${layer}/**/*.{ts,tsx}`, { cwd: root }))
      if (!f.startsWith('world/media') && !f.endsWith('.d.ts')) files++
    if (files > before) present.push(layer)
  }
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...present],
    { cwd: root, maxBuffer: 1 << 28 },
  ).catch((error: { stdout?: string; message: string }) => ({ stdout: error.stdout ?? fail(error.message) }))
  const cruise = JSON.parse(stdout) as Cruise
  return {
    modules: cruise.modules.filter(
      (m) => present.some((l) => m.source.startsWith(`${l}/`)) && /\.tsx?$/.test(m.source),
    ).length,
    files,
    violations: cruise.summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to })),
    comments: Object.fromEntries(cruise.summary.ruleSetUsed.forbidden.map((r) => [r.name, r.comment ?? ''])),
  }
}

function fail(message: string): never {
  throw new Error(`dependency-cruiser did not run: ${message}`)
}

/** The rules as the config has them. */
export const ruleNames = (): string[] =>
  (
    createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }
  ).forbidden.map((r) => r.name)

if (import.meta.main) {
  const result = await scan()
  for (const v of result.violations)
    console.error(`✗ ${v.rule}: ${v.from} → ${v.to}\n    ${result.comments[v.rule]}`)
  if (result.modules < result.files) {
    console.error(`✗ scanned ${result.modules} modules of ${result.files} files: the scan is blind`)
    process.exit(1)
  }
  console.log(`${result.modules} modules scanned, ${result.violations.length} violations`)
  process.exit(result.violations.length > 0 ? 1 : 0)
}
