// Entry of the studio: `node tools/render/main.ts products|clips|live|avatars|all|test [--only id,id] [--out folder]`.
// Run by a maintainer when the demo world's pictures change; its output is committed.
import { parseArgs } from 'node:util'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    out: { type: 'string' },
    size: { type: 'string', default: '300' },
    passes: { type: 'string', default: '3' },
    variants: { type: 'string', default: '' },
  },
})
const list = (text: string): string[] => text.split(',').filter(Boolean)
const only = list(values.only)
const command = positionals[0] ?? ''

if (command === 'test') {
  const { testSheet } = await import('./sheet.ts')
  await testSheet(
    only,
    values.out,
    Number(values.size),
    Number(values.passes),
    list(values.variants).map(Number),
  )
}
if (command === 'products' || command === 'all')
  await (await import('./products.ts')).renderProducts(only, values.out)
if (command === 'clips' || command === 'all') await (await import('./clips.ts')).renderClips(only, values.out)
if (command === 'avatars' || command === 'all') await (await import('./avatars.ts')).renderAvatars(values.out)
if (command === 'live' || command === 'all') await (await import('./live.ts')).renderLive(only, values.out)
if (!['test', 'products', 'clips', 'live', 'avatars', 'all'].includes(command)) {
  console.error(
    'usage: node tools/render/main.ts products|clips|live|avatars|all|test [--only id,id] [--out folder]',
  )
  process.exitCode = 2
}
