// `./serendip bench NAME`
import { main } from './harness.ts'

await main(import.meta.dirname, ['feed', 'checkout'], process.argv.slice(2))
