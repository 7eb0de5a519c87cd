// `./serendip bench NAME`
import { main } from './harness.ts'

await main(
  import.meta.dirname,
  [
    'feed',
    'checkout',
    'interest-quality',
    'interest-speed',
    'swipe',
    'vector-index',
    'tables',
    'two-learners',
    'room',
    'live',
    'room',
    'swipe',
  ],
  process.argv.slice(2),
)
