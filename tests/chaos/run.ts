// `./serendip chaos ID [--full]`
import { main } from '../../bench/harness.ts'

await main(
  import.meta.dirname,
  [
    'P1',
    'P2',
    'P3',
    'P4',
    'P5',
    'P6',
    'P7',
    'P8',
    'P9',
    'P11',
    'P13',
    'P14',
    'P16',
    'P18',
    'learner',
    'media',
  ],
  process.argv.slice(2),
)
