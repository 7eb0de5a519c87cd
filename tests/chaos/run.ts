// `./serendip chaos ID [--full]`
import { main } from '../../bench/harness.ts'

await main(import.meta.dirname, ['P1', 'P2', 'P4', 'P6', 'P8', 'learner', 'media'], process.argv.slice(2))
