// `./serendip bench NAME`
import { main } from './harness.ts'

await main(
  import.meta.dirname,
  [
    'feed',
    'checkout',
    'flash-sale',
    'interest-quality',
    'interest-speed',
    'vector-index',
    'tables',
    'two-learners',
    'live',
    'room',
    'swipe',
  ],
  process.argv.slice(2),
)
